// The columns of one event's row, in the order of the store's structure: first those of its record, then of its list, then its own.
import type { Batch, Event, EventType, Reason, Stamp } from '../../event/index.ts'
import { agentOf } from '../agent.ts'
import type { CorrectedTime, Facts } from '../judge/index.ts'
import { FACT_CHARS_MAX } from '../limits.ts'
import { type CopyKey, writeRank } from '../rank.ts'
import type { RowBuffer } from './buffer.ts'

const TYPES: Readonly<Record<EventType, number>> = { served: 1, impression: 2, view: 3, click: 4, conversion: 5 }
const UINT32_MAX = 4_294_967_295

/** The columns that all events of a record share. */
export function writeRecordColumns(
  rows: RowBuffer,
  log: string,
  stamp: Stamp,
  batch: Pick<Batch, 'site' | 'outbox' | 'sentAt' | 'consent'>,
): void {
  const { engine, device } = agentOf(stamp.agent ?? '')
  rows.string(batch.site)
  rows.i64(stamp.receivedAt)
  rows.string(log)
  rows.string(stamp.route)
  rows.string(stamp.datacenter)
  rows.uuid(batch.outbox)
  rows.u8(batch.sentAt === undefined ? 1 : 0)
  if (batch.sentAt !== undefined) rows.i64(batch.sentAt)
  rows.u8(threeWay(batch.consent))
  rows.u8(threeWay(stamp.gpc))
  rows.string(cut(stamp.address))
  rows.string(cut(stamp.addressHash))
  rows.string(cut(stamp.agent))
  rows.string(engine)
  rows.string(device)
  rows.string(cut(stamp.purpose))
  rows.string(cut(stamp.origin))
  rows.string(cut(stamp.country))
}

/** The columns of the event itself. */
export function writeEventColumns(
  rows: RowBuffer,
  event: Event,
  facts: Facts,
  time: CorrectedTime,
  verdict: { reasons: readonly Reason[]; rulesVersion: number; position: number },
  key: CopyKey,
): void {
  const { reasons } = verdict
  rows.uuid(event.id)
  writeRank(rows, facts.receivedAt, key)
  rows.i64(time.at)
  rows.u8(TYPES[event.type])
  rows.string(reasons[0] ?? '')
  rows.strings(reasons)
  rows.u16(verdict.rulesVersion)
  rows.u8(time.late ? 1 : 0)
  rows.u8(time.skewed ? 1 : 0)
  rows.string(event.item ?? '')
  rows.u8(threeWay(facts.itemInList))
  rows.u16(verdict.position)
  rows.u16(event.position ?? 0)
  rows.f64(event.propensity ?? Number.NaN)
  rows.u8(threeWay(event.trusted))
  rows.u8(threeWay(event.hidden))
  rows.string(event.how ?? '')
  rows.string(event.visitor ?? '')
  if (event.value === undefined) rows.i64(0)
  else rows.big64(tenThousandths(event.value))
  rows.string(event.currency ?? '')
  rows.string(event.order ?? '')
  rows.i64(event.occurredAt)
  rows.string(event.via ?? '')
  rows.u16(Math.min(65_535, event.retries ?? 0))
  rows.u32(Math.min(UINT32_MAX, event.n ?? 0))
}

/** Int8: 1 yes, 0 no, −1 not said. */
function threeWay(value: boolean | undefined): number {
  return value === undefined ? 255 : value ? 1 : 0
}

function cut(text: string | undefined): string {
  return text === undefined ? '' : text.length > FACT_CHARS_MAX ? text.slice(0, FACT_CHARS_MAX) : text
}

/** A decimal of at most 4 places, which `readBatch` has checked, as Decimal64(4) holds it. */
function tenThousandths(decimal: string): bigint {
  const [whole = '0', places = ''] = decimal.split('.')
  const digits = BigInt(whole.replace('-', '') + places.padEnd(4, '0'))
  return decimal.startsWith('-') ? -digits : digits
}
