// Signs the lists that a recommender serves. Promises: takes some microseconds, does no I/O, and `sign` never throws: a list
// that can't be signed gets an empty token, which the tag leaves alone, so the page still shows its links.
import { signToken, type TokenPayload, WaysideError } from '../event/index.ts'
import { createReporter, type Fault, warn } from './counters.ts'
import { uuidv7 } from './ids.ts'
import { type KeyOptions, readKey } from './key.ts'
import { type Now, systemNow } from './now.ts'

export interface SignerOptions extends KeyOptions {
  /** Told that a list could not be signed, at most once a minute. Default: a process warning. */
  onFault?: (fault: Fault) => void
  /** Milliseconds since the Unix epoch. Default: the system's clock. */
  now?: Now
}

/** One list about to be served. */
export interface ListToSign {
  /** The list's id, unique, up to 64 characters. Default: a UUIDv7, which reports by item count fastest. */
  list?: string
  /** The named area of the page. */
  placement: string
  /** The policy or arm that chose the items. */
  variant?: string
  /** Item ids in the order shown: 1 to 100, up to 200 characters (UTF-16 units) each. */
  items: readonly string[]
  /** How long the token is good. Default: a day. */
  lifetimeSeconds?: number
}

export interface SignedList {
  /** For `data-wayside="…"`. Empty when the list could not be signed. */
  token: string
  /** The list's id: hand it to `served`. */
  list: string
  /** Why there is no token. */
  fault?: WaysideError
}

export interface Signer {
  sign(list: ListToSign): SignedList
}

/**
 * A signer for one site.
 * @throws WaysideError TOKEN at once when the key can't sign, so that a wrong setting shows at start-up and not in a page.
 */
export function createSigner(options: SignerOptions): Signer {
  const { onFault = warn, now = systemNow } = options
  const report = createReporter(onFault, now)
  const key = readKey(options)
  signToken(key, { s: key.site, l: 'l', p: 'p', t: 0, i: ['i'] })
  return {
    sign: (list) => {
      const id = list.list ?? uuidv7(now())
      try {
        return { token: signToken(key, payloadOf(key.site, id, list, Math.floor(now() / 1000))), list: id }
      } catch (error) {
        const fault = error instanceof WaysideError ? error : new WaysideError('TOKEN', String(error))
        report(fault.code, fault.message)
        return { token: '', list: id, fault }
      }
    },
  }
}

function payloadOf(site: string, id: string, list: ListToSign, issuedAt: number): TokenPayload {
  return {
    s: site,
    l: id,
    p: list.placement,
    ...(list.variant !== undefined && { v: list.variant }),
    t: issuedAt,
    i: [...list.items],
    ...(list.lifetimeSeconds !== undefined && { x: list.lifetimeSeconds }),
  }
}
