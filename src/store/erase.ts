// Takes things out of the store for good: all of a visitor, all of a site, all before a time. Leaves a proof of what went.
// Promises: the books balance afterwards; copies of an erased event that come later, from a replay of the log, don't bring it back.
// Does not: reach into the logs, whose segments are deleted once they are read, or into backups. See docs/reference/store.md.
import { createHash } from 'node:crypto'
import { OUTBOX_AGE_MAX_MS, WaysideError } from '../event/index.ts'
import { type Clock, systemClock } from '../platform/index.ts'
import type { Store } from './store.ts'

/** What to erase. Times in milliseconds since the Unix epoch, by `receivedAt`. */
export type Subject =
  | { kind: 'visitor'; site: string; visitor: string }
  | { kind: 'site'; site: string }
  | { kind: 'before'; before: number; site?: string }

/** What went. Kept in the store as the proof. */
export interface Erasure {
  erasure: number
  kind: Subject['kind']
  site: string
  /** A visitor's is SHA-256 of site, newline and id: enough to answer "was this one erased?", and nothing else. */
  subject: string
  events: number
  copies: number
  records: number
  quarantined: number
  /** Rows of the subject that are left: looked for afterwards. */
  left: number
}

/** Tables, and the column by which age is told in them. */
const BY_TIME: readonly string[] = ['copies', 'records', 'quarantine', 'drops']
const BY_SITE: readonly string[] = ['events', 'copies', 'records', 'quarantine', 'drops', 'verdicts', 'restatements']

/** Erase. @throws WaysideError INPUT when `before` is younger than what an outbox may still send: it would be counted again. */
export async function erase(store: Store, subject: Subject, clock: Clock = systemClock): Promise<Erasure> {
  const now = clock.now()
  if (subject.kind === 'before' && subject.before > now - OUTBOX_AGE_MAX_MS)
    throw new WaysideError(
      'INPUT',
      'Pages may send again what is younger than 35 days, and it would count again. Name an earlier time.',
    )
  return store.alone(async () => {
    const places = { subject: placeOf(subject) }
    const params = paramsOf(subject)
    const [found] = await store.select<Omit<Erasure, 'left'>>('countErasable', params, places)
    if (!found) throw new Error('A count has one row.')
    const erasure = { ...found, erasure: now, kind: subject.kind, site: siteOf(subject), subject: nameOf(subject) }
    if (subject.kind === 'visitor') await eraseVisitor(store, params)
    else if (subject.kind === 'site') {
      await store.run('touchErased', params, places)
      for (const table of BY_SITE) await store.run('eraseRows', params, { table, subject: placeOf(subject) })
    } else {
      const events = { subject: eventsBefore(subject) }
      await store.run('touchErased', params, events)
      await store.run('eraseEventsBefore', params, events)
      for (const table of BY_TIME) await store.run('eraseRows', params, { table, subject: placeOf(subject) })
    }
    if (subject.kind !== 'visitor') await store.run('dropQuarantinedBytes')
    const [after] = await store.select<Omit<Erasure, 'left'>>('countErasable', params, places)
    const left = after ? after.events + after.copies + after.records + after.quarantined : 0
    const { events, copies, records, quarantined } = erasure
    await store.run('saveErasure', {
      ...{ erasure: now, kind: erasure.kind, site: erasure.site, subject: erasure.subject },
      ...{ events, copies, records, quarantined, now },
    })
    return { ...erasure, left: subject.kind === 'visitor' ? (after?.events ?? 0) : left }
  })
}

/** How many rows of events, copies, records and quarantined things {@link erase} would take. */
export async function countErasable(store: Store, subject: Subject): Promise<number> {
  const places = { subject: placeOf(subject) }
  const [row] = await store.select<Omit<Erasure, 'left'>>('countErasable', paramsOf(subject), places)
  return row ? row.events + row.copies + row.records + row.quarantined : 0
}

/** Erase again what a replay of the log has brought back. Cheap when nothing was ever erased there. */
export async function eraseAgain(store: Store, log: string, first: number, last: number): Promise<void> {
  const [row] = await store.select<{ erased: number }>('countErased', { log, first, last })
  if (row && row.erased > 0) await eraseMarked(store)
}

async function eraseVisitor(store: Store, params: ReturnType<typeof paramsOf>): Promise<void> {
  await store.run('markErased', params)
  await eraseMarked(store)
}

const MARKED =
  '(site, id) IN (SELECT site, id FROM copies WHERE (log, sequence, `index`) IN (SELECT log, sequence, `index` FROM erasedCopies))'

/** Events go first: a crash in between leaves the copies, which name what is still to go. */
async function eraseMarked(store: Store): Promise<void> {
  await store.run('touchErased', {}, { subject: MARKED })
  for (const table of ['verdicts', 'events']) await store.run('eraseMarkedEvents', {}, { table })
  await store.run('eraseMarkedCopies')
}

function paramsOf(subject: Subject): { site: string; visitor: string; before: number } {
  return {
    site: siteOf(subject),
    visitor: subject.kind === 'visitor' ? subject.visitor : '',
    before: subject.kind === 'before' ? subject.before : 0,
  }
}

function placeOf(subject: Subject): string {
  if (subject.kind !== 'before') return 'site = {site:String}'
  return `receivedAt < fromUnixTimestamp64Milli({before:Int64})${subject.site === undefined ? '' : ' AND site = {site:String}'}`
}

/** Of an id with copies on both sides of the time, all goes: its later copy would come up and count again. */
function eventsBefore(subject: Subject): string {
  const time = 'fromUnixTimestamp64Milli({before:Int64})'
  return `${placeOf(subject)} OR (site, id) IN (SELECT site, id FROM copies WHERE ${siteOf(subject) === '' ? 'true' : 'site = {site:String}'}
    GROUP BY site, id HAVING min(receivedAt) < ${time} AND max(receivedAt) >= ${time})`
}

function siteOf(subject: Subject): string {
  return subject.site ?? ''
}

function nameOf(subject: Subject): string {
  if (subject.kind === 'before') return new Date(subject.before).toISOString()
  if (subject.kind === 'site') return subject.site
  return createHash('sha256').update(`${subject.site}\n${subject.visitor}`).digest('hex')
}
