// The first page of somebody unknown: sign in with a key, or by the identity provider where there is one. A shared link that ended says so.
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type AskError, ask, send } from '../api/client.ts'
import { shareToken } from '../api/link.ts'

interface SignInProps {
  error: AskError
  /** Somebody was signed in on this page before. */
  wasIn: boolean
  onSignedIn: () => void
}

export function SignIn({ error, wasIn, onSignedIn }: SignInProps): JSX.Element {
  const isUnknown = error.status === 401
  return (
    <main class="sign-in">
      <Mark />
      <h1>Wayside</h1>
      {shareToken() ? (
        <p role="alert">
          {isUnknown ? 'This link has ended, or was not copied whole. Ask for a new one.' : error.message}
        </p>
      ) : (
        <Door
          trouble={isUnknown ? '' : error.message}
          about={
            wasIn
              ? 'You are signed out. A session lasts 12 hours, and no longer than its key. The page goes on where it was.'
              : 'What was seen, clicked and earned, and what was lost.'
          }
          onSignedIn={onSignedIn}
        />
      )}
    </main>
  )
}

interface DoorProps {
  trouble: string
  about: string
  onSignedIn: () => void
}

function Door({ trouble, about, onSignedIn }: DoorProps): JSX.Element {
  const [refused, setRefused] = useState('')
  const [provider, setProvider] = useState<{ name: string } | null>(null)
  useEffect(() => {
    ask<{ oidc: { name: string } | null }>('/sign-in').then(
      ({ oidc }) => setProvider(oidc),
      () => undefined,
    )
  }, [])
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const key = String(new FormData(event.currentTarget as HTMLFormElement).get('key')).trim()
    send('POST', '/api/v1/session', { key }).then(onSignedIn, (error: AskError) =>
      setRefused(
        error.status === 401
          ? 'This key is not known here, or was revoked. Check it, or ask for a new one.'
          : error.message,
      ),
    )
  }
  return (
    <>
      <p>{about}</p>
      <form onSubmit={submit}>
        <label for="key">Read key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required spellcheck={false} />
        <button type="submit">Sign in</button>
        {provider && (
          <a class="button" href={`/sign-in/oidc?to=${encodeURIComponent(location.pathname + location.search)}`}>
            Sign in with {provider.name}
          </a>
        )}
      </form>
      <p class="trouble" role="alert">
        {refused || trouble}
      </p>
      <p class="hint">
        <code>wayside key add --kind read --site NAME</code> makes a key on the node.
      </p>
    </>
  )
}

export function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M7 25 25 7" />
      <circle cx="23" cy="23" r="3.5" />
    </svg>
  )
}
