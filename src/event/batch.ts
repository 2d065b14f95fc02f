// Reads a batch: bytes → events that have the right shape, and a code for each one that hasn't. One bad event never sinks the others.
// Promises: never throws on any input. Does not: judge (no token is verified, no clock believed); that is `loader/judge`.
import type { ErrorCode } from './errors.ts'
import { type Batch, EVENT_TYPES, type Event, type EventType } from './event.ts'
import { LIST_ID_CHARS_MAX, NAME_CHARS_MAX, POSITION_MAX, TOKEN_CHARS_MAX } from './limits.ts'

/** An event of the batch that cannot be read, by its place in it. */
export interface Rejected {
  index: number
  id: string | undefined
  code: ErrorCode
}

export type BatchResult =
  | { ok: true; batch: Omit<Batch, 'events'>; events: { index: number; event: Event }[]; rejected: Rejected[] }
  | { ok: false; code: ErrorCode }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const DECIMAL = /^-?\d{1,14}(\.\d{1,4})?$/
const CURRENCY = /^[A-Z]{3}$/

/** Is this an id that an event or an outbox may carry? */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value)
}

/** Read the body of a beacon, a pixel or a server's request. */
export function readBatch(body: Uint8Array): BatchResult {
  let value: unknown
  try {
    value = JSON.parse(UTF8.decode(body))
  } catch {
    return { ok: false, code: 'BATCH_NOT_JSON' }
  }
  if (!isObject(value) || !Array.isArray(value.events)) return { ok: false, code: 'BATCH_SHAPE' }
  if (value.v !== 1) return { ok: false, code: 'BATCH_VERSION' }
  if (!isName(value.site)) return { ok: false, code: 'SITE_MISSING' }
  const batch: Omit<Batch, 'events'> = { v: 1, site: value.site }
  if (isUuid(value.outbox)) batch.outbox = value.outbox.toLowerCase()
  if (isTime(value.sentAt)) batch.sentAt = value.sentAt
  if (isBoolean(value.consent)) batch.consent = value.consent
  if (isObject(value.dropped)) batch.dropped = readDropped(value.dropped)
  const all: unknown[] = value.events
  const events: { index: number; event: Event }[] = []
  const rejected: Rejected[] = []
  for (let index = 0; index < all.length; index++) {
    const raw = all[index]
    const code = faultOf(raw)
    if (code === undefined) {
      const event = raw as Event
      event.id = event.id.toLowerCase()
      events.push({ index, event })
    } else {
      const id = isObject(raw) && typeof raw.id === 'string' ? raw.id.slice(0, NAME_CHARS_MAX) : undefined
      rejected.push({ index, id, code })
    }
  }
  return { ok: true, batch, events, rejected }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** What is wrong with one event, or undefined. Checks shape and bounds only. Written out, because it runs for every event that comes. */
function faultOf(raw: unknown): ErrorCode | undefined {
  if (!isObject(raw)) return 'EVENT_SHAPE'
  const { list, listId, item, value, currency } = raw
  if (!isUuid(raw.id)) return 'EVENT_ID'
  if (!EVENT_TYPES.includes(raw.type as EventType)) return 'EVENT_TYPE_UNKNOWN'
  if (!isTime(raw.occurredAt)) return 'EVENT_TIME'
  if (list !== undefined && (typeof list !== 'string' || list.length > TOKEN_CHARS_MAX)) return 'EVENT_LIST'
  if (listId !== undefined && (!isName(listId) || listId.length > LIST_ID_CHARS_MAX)) return 'EVENT_LIST'
  if (item === undefined ? raw.type !== 'conversion' : !isName(item)) return 'EVENT_ITEM'
  if (value !== undefined && (typeof value !== 'string' || !DECIMAL.test(value))) return 'EVENT_VALUE'
  if (currency !== undefined && (typeof currency !== 'string' || !CURRENCY.test(currency))) return 'EVENT_VALUE'
  return areNumbersRight(raw) && areFlagsRight(raw) && areNamesRight(raw) ? undefined : 'EVENT_FIELD'
}

const MICROS_MAX = 999

function areNumbersRight({ n, micros, position, retries, propensity }: Record<string, unknown>): boolean {
  return (
    (n === undefined || isCount(n)) &&
    (micros === undefined || micros === 0 || (isCount(micros) && micros <= MICROS_MAX)) &&
    (position === undefined || (isCount(position) && position <= POSITION_MAX)) &&
    (retries === undefined || retries === 0 || isCount(retries)) &&
    (propensity === undefined || (typeof propensity === 'number' && propensity >= 0 && propensity <= 1))
  )
}

function areFlagsRight({ trusted, hidden }: Record<string, unknown>): boolean {
  return (trusted === undefined || isBoolean(trusted)) && (hidden === undefined || isBoolean(hidden))
}

function areNamesRight({ how, via, visitor, order, placement, variant }: Record<string, unknown>): boolean {
  return (
    (how === undefined || isName(how)) &&
    (via === undefined || isName(via)) &&
    (visitor === undefined || isName(visitor)) &&
    (order === undefined || isName(order)) &&
    (placement === undefined || isName(placement)) &&
    (variant === undefined || isName(variant))
  )
}

function readDropped(raw: Record<string, unknown>): Partial<Record<EventType, number>> {
  const dropped: Partial<Record<EventType, number>> = {}
  for (const type of EVENT_TYPES) if (isCount(raw[type])) dropped[type] = raw[type]
  return dropped
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= NAME_CHARS_MAX
}
function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}
function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1
}
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
