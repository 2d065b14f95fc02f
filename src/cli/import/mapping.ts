// Which column means what, and how one row of history becomes events. Rows carry no token: an import is trusted as its operator is.
// Promises: the same row of the same source always gives the same event ids, so a second import changes nothing.
import { createHash } from 'node:crypto'
import { EVENT_TYPES, type Event, type EventType, isUuid, WaysideError } from '../../event/index.ts'
import { parseTime } from './time.ts'

/** Our field → the column or property that holds it. */
export type Mapping = Partial<Record<Field, string>>
export type Row = Record<string, unknown>

const FIELDS = [
  'id',
  'type',
  'occurredAt',
  'item',
  'position',
  'click',
  'propensity',
  'listId',
  'placement',
  'variant',
  'visitor',
  'value',
  'currency',
  'order',
] as const
type Field = (typeof FIELDS)[number]

/** Known layouts of other people's files. */
export const PRESETS: Readonly<Record<string, Mapping>> = {
  // Saito et al., "Open Bandit Dataset and Pipeline", arXiv:2008.07146: one row an item shown.
  'open-bandit': {
    occurredAt: 'timestamp',
    item: 'item_id',
    position: 'position',
    click: 'click',
    propensity: 'propensity_score',
  },
}

/** Our own names; what NDJSON is read with when nothing else is said. */
export const IDENTITY: Mapping = Object.fromEntries(FIELDS.map((field) => [field, field]))

/** Read `--map item=item_id,occurredAt=time`. @throws WaysideError INPUT naming the field that does not exist. */
export function parseMapping(text: string): Mapping {
  const mapping: Mapping = {}
  for (const pair of text.split(',')) {
    const [field, column] = pair.split('=').map((part) => part.trim())
    if (!column || !FIELDS.includes(field as Field)) {
      throw new WaysideError('INPUT', `--map: "${pair}" is not field=column. Fields: ${FIELDS.join(', ')}.`)
    }
    mapping[field as Field] = column
  }
  if (!mapping.occurredAt) throw new WaysideError('INPUT', '--map must say which column holds occurredAt.')
  return mapping
}

/** Where a row comes from: what it says of placement and variant holds where the row itself is silent. */
export interface Source {
  site: string
  placement: string
  variant: string | undefined
}

/**
 * The events of one row: one, if the row has a type; else one item that was shown: served, impression, and where `click` is true a view and a click.
 * @param number the row's number in its source, from 1: part of the ids.
 * @returns the events, or what is wrong with the row.
 */
export function eventsOf(row: Row, mapping: Mapping, source: Source, number: number): Event[] | string {
  const get = (field: Field): string | undefined => {
    const column = mapping[field]
    const value = column === undefined ? undefined : row[column]
    return value === undefined || value === null || value === '' ? undefined : String(value)
  }
  const time = parseTime(get('occurredAt'))
  if (time === undefined) return `${mapping.occurredAt}: not a time: ${JSON.stringify(get('occurredAt') ?? '')}`
  const type = get('type')
  if (type !== undefined && !EVENT_TYPES.includes(type as EventType))
    return `${mapping.type}: not an event type: ${type}`
  const item = get('item')
  if (item === undefined && type !== 'conversion') return `${mapping.item ?? 'item'}: empty`
  const numbers: Pick<Event, 'position' | 'propensity'> = {}
  for (const field of ['position', 'propensity'] as const) {
    const text = get(field)
    if (text === undefined) continue
    if (!Number.isFinite(Number(text))) return `${mapping[field]}: not a number: ${text}`
    numbers[field] = Number(text)
  }
  const click = get('click')
  if (click !== undefined && !/^(0|1|true|false)$/i.test(click)) return `${mapping.click}: neither 0 nor 1: ${click}`

  const hash = hasher(source, number, row)
  const shared = {
    ...time,
    placement: get('placement') ?? source.placement,
    ...numbers,
    // A conversion that names no list follows from none that is known; attribution looks for its visitor then.
    ...defined({
      listId: get('listId') ?? (type === 'conversion' ? undefined : hash('list').subarray(0, 16).toString('hex')),
    }),
    ...defined({ item, variant: get('variant') ?? source.variant, visitor: get('visitor') }),
    ...defined({ value: get('value'), currency: get('currency'), order: get('order') }),
  }
  const types: EventType[] = type ? [type as EventType] : ['served', 'impression']
  // Rule M8: what was clicked was viewed.
  if (!type && /^(1|true)$/i.test(click ?? '')) types.push('view', 'click')
  const ownId = get('id')
  if (ownId !== undefined && types.length === 1 && !isUuid(ownId)) return `${mapping.id}: not a UUID: ${ownId}`
  return types.map((type) => ({
    id: ownId !== undefined && types.length === 1 ? ownId.toLowerCase() : uuidFrom(hash(type), time.occurredAt),
    type,
    ...shared,
  }))
}

function hasher(source: Source, number: number, row: Row): (part: string) => Buffer {
  const seed = JSON.stringify([source.site, source.placement, source.variant, number, row])
  return (part) => createHash('sha256').update(part).update('\0').update(seed).digest()
}

/** A UUID in the layout of version 7, its random bits taken from a hash. */
function uuidFrom(hash: Buffer, ms: number): string {
  const bytes = Buffer.from(hash.subarray(0, 16))
  bytes.writeUIntBE(Math.max(0, ms), 0, 6)
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function defined<T extends Record<string, string | undefined>>(fields: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: string
  }
}
