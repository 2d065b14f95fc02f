// Somebody arrives by a link that holds a key. Promises: whoever is signed in already stays so until they say otherwise, since any page may
// link here with any key (login CSRF, CWE-352).
import { send } from '../api/client.ts'

/** A key that would sign somebody in as somebody else. */
export interface Offer {
  key: string
  /** Who is signed in, and who would be. */
  now: string
  then: string
}

/** Sign in with the key of a link. @returns what to ask first, when somebody else is signed in; a key that is nobody's changes nothing. */
export async function arriveWith(key: string): Promise<Offer | undefined> {
  const [now, then] = await Promise.all([who(), who(key)])
  if (then === undefined || then === now) return undefined
  if (now !== undefined) return { key, now, then }
  await signIn(key)
  return undefined
}

/** A key that is refused leaves things as they are, which the page says. */
export async function signIn(key: string): Promise<void> {
  await send('POST', '/api/v1/session', { key }).catch(() => undefined)
}

/** Who asks with this key, or with the session: undefined for nobody, which is no news here and so not asked by `fetchAs`. */
async function who(key?: string): Promise<string | undefined> {
  try {
    const answer = await fetch(
      '/api/v1/session',
      key === undefined ? {} : { headers: { Authorization: `Bearer ${key}` } },
    )
    return answer.ok ? ((await answer.json()) as { who: string }).who : undefined
  } catch {
    return undefined
  }
}
