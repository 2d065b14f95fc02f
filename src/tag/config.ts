// What a site owner can say to the tag: attributes of the script element, or the argument of `start`.

/** Every field but `endpoints` has a default. As attributes: `data-endpoints="https://a.example https://b.example"` and so on. */
export interface Config {
  /** Where the datacenters are, in the order in which to try them, without a slash at the end. */
  endpoints: readonly string[]
  /** The site's name, for conversions on pages without a list. Lists name their own. */
  site?: string | undefined
  /** Where the outbox is kept: `local` (default) survives the browser, `session` the page, `none` neither. */
  storage?: string | undefined
  /** Until `wayside.consent(true)`: `none` stores nothing, `off` does nothing at all. Left out: consent isn’t needed. */
  consent?: string | undefined
  /** Send each click by the link's `ping` attribute too. */
  ping?: unknown
}

/** What a page may tell of a sale or another act of value. */
export interface Conversion {
  /** The site's own order id: one order counts once. */
  order?: string | number
  /** A decimal number, best as a string, at most 4 decimals; negative for a refund. */
  value?: string | number
  /** ISO 4217. */
  currency?: string
  item?: string
}

/** `window.wayside`. Before the tag has loaded, the install stub stands in for it and keeps the calls. */
export interface Wayside {
  /** The tag’s version; absent in the stub, unless it is switched off. */
  readonly v?: string
  convert(conversion: Conversion): void
  /** `true`: the visitor agreed. `false`: refused, or took it back; what was stored is erased. */
  consent(given: boolean): void
  /** Calls from before the tag had loaded: what `convert` and `consent` were given. */
  readonly q?: readonly (Conversion | boolean)[]
  /** Clicks that the stub might not store, by key. */
  readonly m?: Record<string, string>
}

/** What `start` was told, the datacenters as one string: as a script element's `dataset` has it. */
export type Attributes = Omit<Config, 'endpoints'> & { endpoints?: string }
export let config: Attributes
/** Where the datacenters are, the healthy one first. */
export let endpoints: string[]

/** @throws when no datacenter is named. */
export const configure = (given: Attributes): void => {
  config = given
  endpoints = given.endpoints!.split(' ')
}

declare global {
  interface Window {
    wayside?: Wayside
  }
}
