// What judging knows about the site: its settings, as they were when it judges. Not about the event; that is `facts.ts`.
import { TOKEN_LIFETIME_SECONDS } from '../../event/index.ts'
import { ADDRESS_CLICKS_PER_MINUTE_MAX, OUTBOX_CLICKS_PER_MINUTE_MAX, REPEAT_WINDOW_MS } from './limits.ts'

/** One site's settings. All have defaults, see {@link defaultContext}. */
export interface Context {
  /** Origins whose pages may send: `https://shop.example`, or `https://*.shop.example` for its subdomains. Empty: any. */
  origins: readonly string[]
  /** Is this truncated address in a data centre? Undefined: the list is off. Make one with `dataCentreList`. */
  dataCentre: ((address: string) => boolean) | undefined
  /** Lifetime of tokens that name none, seconds. */
  tokenLifetimeSeconds: number
  /** Only visitors who agreed are counted. */
  consentRequired: boolean
  /** The published repeat window of clicks, milliseconds. */
  repeatWindowMs: number
  /** Clicks in one minute that are still plausible, of one outbox. */
  outboxClicksPerMinuteMax: number
  /** The same, of one address and user agent. */
  addressClicksPerMinuteMax: number
}

/** The settings of a site that sets nothing. */
export const defaultContext: Context = {
  origins: [],
  dataCentre: undefined,
  tokenLifetimeSeconds: TOKEN_LIFETIME_SECONDS,
  consentRequired: false,
  repeatWindowMs: REPEAT_WINDOW_MS,
  outboxClicksPerMinuteMax: OUTBOX_CLICKS_PER_MINUTE_MAX,
  addressClicksPerMinuteMax: ADDRESS_CLICKS_PER_MINUTE_MAX,
}
