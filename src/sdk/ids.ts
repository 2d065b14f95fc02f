// Names for events and outboxes, and chance for the waits between attempts.
import { randomInt, randomUUID } from 'node:crypto'

/** UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits. */
export function uuidv7(nowMs: number): string {
  const time = Math.max(0, Math.floor(nowMs)).toString(16).padStart(12, '0').slice(-12)
  // randomUUID draws from a pool: ten times as fast as randomBytes, and the bits kept are random in version 4 too.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

/** Between half of `ms` and all of it. */
export function jittered(ms: number): number {
  return ms / 2 + randomInt(0, Math.max(1, Math.ceil(ms / 2)))
}
