// What the visitor allowed: where things may be stored, and whether anything may be recorded.
// Promises: never a cookie; where consent is needed, or under Global Privacy Control, nothing is stored until it is given; `off` means
// nothing at all until then.
import { config } from './config.ts'
import { attempt } from './guard.ts'
import { NUMBERS } from './outbox.ts'
import { eventKeys, remove, use } from './storage.ts'

/** May anything be recorded and sent? */
export let isOn: unknown
/** What the visitor said; undefined before anything was asked. Travels with each batch. */
export let consent: boolean | undefined

/** @param answer the visitor's; undefined before there is one. A refusal erases what was stored. */
export const decide = (answer?: boolean): void => {
  consent = answer
  isOn = answer || config.consent !== 'off'
  if (answer === false) [...eventKeys(), NUMBERS].forEach(remove)
  use(
    (answer ?? !(config.consent || (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl)) &&
      attempt(() => window[`${config.storage ?? 'local'}Storage` as 'localStorage']),
  )
}
