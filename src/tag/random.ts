// Ids. `crypto.randomUUID` exists on https only; `getRandomValues` is everywhere.
import { now } from './now.ts'

/** UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then 72 random bits (the variant's digit is fixed at 8). */
export const uuid = (): string => {
  const time = now().toString(16).padStart(12, '0')
  // One call: each costs as much as the rest together.
  const bytes = crypto.getRandomValues(new Uint8Array(18))
  let at = 0
  return 'xxxxxxxx-xxxx-7xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => time[at++] ?? (bytes[at - 13]! & 15).toString(16))
}
