// The first page of somebody unknown: sign in with a key.
import type { JSX } from 'preact'
import type { AskError } from '../api/client.ts'
import { keepKey, readKey } from '../api/key.ts'

interface SignInProps {
  error: AskError
  onSignedIn: () => void
}

export function SignIn({ error, onSignedIn }: SignInProps): JSX.Element {
  const isRefused = error.status === 401
  const submit = (event: Event): void => {
    event.preventDefault()
    const key = new FormData(event.currentTarget as HTMLFormElement).get('key')
    keepKey(String(key).trim())
    onSignedIn()
  }
  return (
    <main class="sign-in">
      <Mark />
      <h1>Wayside</h1>
      <p>What was seen, clicked and earned, and what was lost.</p>
      <form onSubmit={submit}>
        <label for="key">Read key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required spellcheck={false} />
        <button type="submit">Sign in</button>
      </form>
      <p class="trouble" role="alert">
        {isRefused
          ? readKey() && 'This key is not known here, or was revoked. Check it, or ask for a new one.'
          : error.message}
      </p>
      <p class="hint">
        <code>wayside key add read --site NAME</code> makes a key on the node.
      </p>
    </main>
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
