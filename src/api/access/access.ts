// Everything that decides who may ask, put together over one folder.
import type { Clock } from '../../platform/index.ts'
import type { ApiOptions } from '../context.ts'
import { KEY_REQUESTS_MAX, KEY_WINDOW_MS, SHARE_TOLD_MS, SIGN_IN_FAILURES_MAX, SIGN_IN_WINDOW_MS } from '../limits.ts'
import { Audit } from './audit.ts'
import { Cookies } from './cookie.ts'
import { AccessFile } from './file.ts'
import { grantOfPerson } from './people.ts'
import { Windows } from './rate.ts'
import { Sessions } from './sessions.ts'
import { Shares } from './shares.ts'

export interface Access {
  sessions: Sessions
  shares: Shares
  audit: Audit
  cookies: Cookies
  /** Requests, by who asks. */
  requests: Windows
  /** Failed sign-ins, by address. */
  failures: Windows
  /** When the use of a link was last told, by its id. */
  shareUses: Windows
}

export function openAccess(options: ApiOptions, clock: Clock): Access {
  const file = new AccessFile(options.folder)
  return {
    sessions: new Sessions(file, clock, (person) => grantOfPerson(options, person)),
    shares: new Shares(file, clock),
    audit: new Audit(options.folder, clock),
    cookies: new Cookies(file.secret, options.publicUrl),
    requests: new Windows(options.monotonic, KEY_REQUESTS_MAX, KEY_WINDOW_MS),
    failures: new Windows(options.monotonic, SIGN_IN_FAILURES_MAX, SIGN_IN_WINDOW_MS),
    shareUses: new Windows(options.monotonic, 1, SHARE_TOLD_MS),
  }
}
