// What the visitor allowed: where things may be stored, whether anything may be recorded, whether a visitor id may be made.
// Promises: never a cookie; where consent is needed, or under Global Privacy Control, nothing is stored until it is given; `off` means
// nothing at all until then; no visitor id without consent, nor under Global Privacy Control.
import type { Config } from './config.ts'
import { attempt } from './guard.ts'
import { uuid } from './random.ts'
import { openShelf, PREFIX, type Shelf } from './storage.ts'

const VISITOR = `${PREFIX}v`

export interface Privacy {
  readonly _shelf: Shelf
  /** May anything be recorded and sent? */
  _on(): boolean
  /** The pseudonymous id, only with the visitor's consent. */
  _visitor(): string | undefined
  _consent(given: boolean): void
}

export function openPrivacy({ storage, consent }: Config): Privacy {
  const gpc = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl
  let given: boolean | undefined
  const shelf = openShelf()
  const decide = (answer: boolean | undefined): void => {
    given = answer
    const may = given ?? !(gpc || consent)
    if (!may && !_on()) for (const key of shelf._keys()) shelf._remove(key)
    shelf._move(
      may && storage !== 'none' ? attempt(() => (storage === 'session' ? sessionStorage : localStorage)) : undefined,
    )
  }
  const _on = (): boolean => !!given || consent !== 'off'
  decide(consent === 'given' || undefined)
  return {
    _shelf: shelf,
    _on,
    _visitor() {
      if (!given || gpc) return
      const id = shelf._get(VISITOR) ?? uuid()
      shelf._set(VISITOR, id)
      return id
    },
    _consent: decide,
  }
}
