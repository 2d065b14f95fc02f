// The rows of events: first the columns of their record, then of their list, then their own.
import type { Batch, Event, EventType, Reason, Stamp } from '../../event/index.ts'
import { agentOf } from '../agent.ts'
import type { CorrectedTime, Facts, TokenState } from '../judge/index.ts'
import { FACT_CHARS_MAX } from '../limits.ts'
import { tenThousandths } from './decimal.ts'
import type { ListFacts } from './list.ts'
import { Bytes, Doubles, Ints, Longs, Shorts } from './numbers.ts'
import { TextLists, Texts } from './texts.ts'
import { OptionalLongs, Wide } from './wide.ts'
import { Words } from './words.ts'

const TYPES: Readonly<Record<EventType, number>> = { served: 1, impression: 2, view: 3, click: 4, conversion: 5 }
const STATES: Readonly<Record<TokenState, number>> = { absent: 0, good: 1, malformed: 2, forged: 3 }
const UINT32_MAX = 4_294_967_295

/** The columns of `insertEvents`, by name. */
export class EventColumns {
  readonly site: Words = new Words()
  readonly receivedAt: Longs = new Longs()
  readonly log: Words = new Words()
  readonly route: Words = new Words()
  readonly datacenter: Words = new Words()
  readonly outbox: Wide = new Wide()
  readonly sentAt: OptionalLongs = new OptionalLongs()
  readonly consent: Bytes = new Bytes()
  readonly gpc: Bytes = new Bytes()
  readonly address: Words = new Words()
  readonly addressHash: Texts = new Texts()
  readonly agent: Words = new Words()
  readonly engine: Words = new Words()
  readonly device: Words = new Words()
  readonly purpose: Words = new Words()
  readonly origin: Words = new Words()
  readonly country: Words = new Words()

  readonly token: Bytes = new Bytes()
  readonly issuedAt: Ints = new Ints()
  readonly lifetimeSeconds: Ints = new Ints()
  readonly list: Texts = new Texts()
  readonly placement: Words = new Words()
  readonly variant: Words = new Words()

  readonly id: Wide = new Wide()
  readonly rank: Wide = new Wide()
  readonly at: Longs = new Longs()
  readonly type: Bytes = new Bytes()
  readonly reason: Words = new Words()
  readonly reasons: TextLists = new TextLists()
  readonly rules: Shorts = new Shorts()
  readonly late: Bytes = new Bytes()
  readonly skewed: Bytes = new Bytes()
  readonly item: Words = new Words()
  readonly itemInList: Bytes = new Bytes()
  readonly position: Shorts = new Shorts()
  readonly seenPosition: Shorts = new Shorts()
  readonly propensity: Doubles = new Doubles()
  readonly trusted: Bytes = new Bytes()
  readonly hidden: Bytes = new Bytes()
  readonly how: Words = new Words()
  readonly visitor: Texts = new Texts()
  readonly value: Longs = new Longs()
  readonly currency: Words = new Words()
  readonly orderId: Texts = new Texts()
  readonly occurredAt: Longs = new Longs()
  readonly via: Words = new Words()
  readonly retries: Shorts = new Shorts()
  readonly n: Ints = new Ints()
  readonly micros: Shorts = new Shorts()

  /** The columns that all events of a record share, for so many of them. */
  addRecord(
    log: string,
    stamp: Stamp,
    batch: Pick<Batch, 'site' | 'outbox' | 'sentAt' | 'consent'>,
    events: number,
  ): void {
    const { engine, device } = agentOf(stamp.agent ?? '')
    this.site.add(batch.site, events)
    this.receivedAt.add(stamp.receivedAt, events)
    this.log.add(log, events)
    this.route.add(stamp.route, events)
    this.datacenter.add(stamp.datacenter, events)
    this.outbox.uuid(batch.outbox, events)
    this.sentAt.add(batch.sentAt, events)
    this.consent.add(threeWay(batch.consent), events)
    this.gpc.add(threeWay(stamp.gpc), events)
    this.address.add(cut(stamp.address), events)
    this.addressHash.add(cut(stamp.addressHash), events)
    this.agent.add(cut(stamp.agent), events)
    this.engine.add(engine, events)
    this.device.add(device, events)
    this.purpose.add(cut(stamp.purpose), events)
    this.origin.add(cut(stamp.origin), events)
    this.country.add(cut(stamp.country), events)
  }

  /** The columns of one list, for one event. */
  addList(list: ListFacts): void {
    this.token.add(STATES[list.token])
    this.issuedAt.add(list.issuedAt)
    this.lifetimeSeconds.add(list.lifetimeSeconds)
    this.list.add(list.list)
    this.placement.add(list.placement)
    this.variant.add(list.variant)
  }

  /** The columns of the event itself, but for its rank. @returns the number of its item in this block */
  addEvent(
    event: Event,
    facts: Facts,
    time: CorrectedTime,
    reasons: readonly Reason[],
    rulesVersion: number,
    position: number,
  ): number {
    this.id.uuid(event.id)
    this.at.add(time.at)
    this.type.add(TYPES[event.type])
    this.reason.add(reasons[0] ?? '')
    this.reasons.add(reasons)
    this.rules.add(rulesVersion)
    this.late.add(time.late ? 1 : 0)
    this.skewed.add(time.skewed ? 1 : 0)
    this.itemInList.add(threeWay(facts.itemInList))
    this.position.add(position)
    this.seenPosition.add(event.position ?? 0)
    this.propensity.add(event.propensity ?? Number.NaN)
    this.trusted.add(threeWay(event.trusted))
    this.hidden.add(threeWay(event.hidden))
    this.how.add(event.how ?? '')
    this.visitor.add(event.visitor ?? '')
    if (event.value === undefined) this.value.add(0)
    else this.value.addBig(tenThousandths(event.value))
    this.currency.add(event.currency ?? '')
    this.orderId.add(event.order ?? '')
    this.occurredAt.add(event.occurredAt)
    this.via.add(event.via ?? '')
    this.retries.add(Math.min(65_535, event.retries ?? 0))
    this.n.add(Math.min(UINT32_MAX, event.n ?? 0))
    this.micros.add(event.micros ?? 0)
    return this.item.add(event.item ?? '')
  }
}

/** Int8: 1 yes, 0 no, −1 not said. */
const threeWay = (value: boolean | undefined): number => (value === undefined ? 255 : value ? 1 : 0)

const cut = (text = ''): string => (text.length > FACT_CHARS_MAX ? text.slice(0, FACT_CHARS_MAX) : text)
