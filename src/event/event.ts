// What happened in a page or at a service, as it crosses the wire (version 1). Shapes only; `batch.ts` reads them.

/** What an event says happened: rendered in a list; rendered on the page; met the visibility rule; was opened; a later act of value. */
export type EventType = 'served' | 'impression' | 'view' | 'click' | 'conversion'

/** All event types, in the order in which they happen. */
export const EVENT_TYPES: readonly EventType[] = ['served', 'impression', 'view', 'click', 'conversion']

/** By which gesture a link was opened. */
export type How = 'primary' | 'middle' | 'modified' | 'keyboard' | 'other'

/** What a copy came by. `later` is fetchLater; `ping` is the attribute. */
export type Via = 'fetch' | 'beacon' | 'image' | 'later' | 'ping'

/** One fact. Optional fields are absent, never null. */
export interface Event {
  /** UUIDv7 made in the page; the same on every resend. */
  id: string
  /** The event's number in its outbox: 1, 2, 3 … */
  n?: number
  type: EventType
  /** Milliseconds since the Unix epoch, page clock: may be wrong by years. */
  occurredAt: number
  /** Microseconds beyond `occurredAt`, 0 to 999, where the sender knows them. Kept for exports; reports go by milliseconds. */
  micros?: number
  /** The list token, as the page holds it. */
  list?: string
  item?: string
  /** 1-based position seen on the page. */
  position?: number
  /** `isTrusted` of the DOM event. */
  trusted?: boolean
  how?: How
  /** Pseudonymous id on the site's own origin; only with consent. */
  visitor?: string
  /** Decimal string, of a conversion; negative for a refund. */
  value?: string
  /** ISO 4217. */
  currency?: string
  order?: string
  /** Sends before this one. */
  retries?: number
  via?: Via
  /** For servers and imports, which need no token: the list's id and where it stood. */
  listId?: string
  placement?: string
  variant?: string
  /** The policy's probability of showing this item at this position, 0 to 1. */
  propensity?: number
  /** 0×0, 1×1 or invisible when it was recorded. */
  hidden?: boolean
}

/** Many events in one request. */
export interface Batch {
  v: 1
  site: string
  /** Random id of the page's outbox; with `n`, it measures loss. Servers may leave it out. */
  outbox?: string
  /** Milliseconds, page clock. */
  sentAt?: number
  /** The page said that the visitor agreed to be counted. Absent: nobody asked, or not yet. */
  consent?: boolean
  /** Events that the tag dropped because of a cap since it began, by type. */
  dropped?: Partial<Record<EventType, number>>
  events: Event[]
}
