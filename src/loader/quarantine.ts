// What could not be read: look at it, read it again after a fix, or let go of its bytes.
// Promises: a replay counts each event once, however often it is run or killed; the books balance before, during and after.
import { type ErrorCode, WaysideError } from '../event/index.ts'
import type { Store } from '../store/index.ts'
import { QUARANTINE_PAGE } from './limits.ts'
import { Load, type SiteOf } from './load.ts'
import { type KeyOf, tokenMemory } from './tokens.ts'

/** One thing in quarantine. */
export interface Quarantined {
  log: string
  sequence: number
  /** Its place in the batch; −1: the whole record. */
  index: number
  code: ErrorCode
  /** Empty when it could not be read. */
  site: string
  /** Milliseconds since the Unix epoch; 0 when it could not be read. */
  receivedAt: number
  datacenter: string
  route: string
  id: string
  /** Readings so far. */
  version: number
}

export interface QuarantineFilter {
  code?: string | undefined
  /** Of an event, as far as it could be read. */
  id?: string | undefined
  site?: string | undefined
  /** Of a list: what could be read as of any of these. Absent: all, also what could be read as no site's. */
  sites?: readonly string[] | undefined
}

/** The next things in quarantine, by log and sequence. @param after go on behind this record */
export function listQuarantine(
  store: Store,
  filter: QuarantineFilter = {},
  after: { log: string; sequence: number } = { log: '', sequence: 0 },
  limit: number = QUARANTINE_PAGE,
): Promise<Quarantined[]> {
  return store.select<Quarantined>('listQuarantine', {
    code: filter.code ?? '',
    id: filter.id ?? '',
    sites: filter.site ? [filter.site] : [...(filter.sites ?? [])],
    afterLog: after.log,
    afterSequence: after.sequence,
    rows: limit,
  })
}

/** How much is held, by code. @param sites absent: all, also what could be read as no site's */
export function countQuarantine(
  store: Store,
  sites: readonly string[] = [],
): Promise<{ code: ErrorCode; held: number }[]> {
  return store.select('countQuarantine', { sites: [...sites] })
}

/** The untouched bytes of a record: stamp, newline, body. @throws WaysideError NOT_FOUND when nothing of it is in quarantine. */
export async function showQuarantined(store: Store, log: string, sequence: number): Promise<Buffer> {
  const [row] = await bytesOf(store, log, [sequence])
  if (!row) throw new WaysideError('NOT_FOUND', `Nothing of record ${sequence} of log ${log} is in quarantine.`)
  return row.bytes
}

/** What a replay did. */
export interface Replayed {
  records: number
  /** Events that are in the store now. */
  events: number
  /** Things that still cannot be read. */
  held: number
}

/** Read again what is in quarantine. Run it after a fix: a newer version, a site that was missing. May run beside a loader. */
export async function replayQuarantine(
  store: Store,
  options: { keyOf: KeyOf; siteOf: SiteOf },
  filter: QuarantineFilter = {},
): Promise<Replayed> {
  const load = new Load(options.siteOf, tokenMemory(options.keyOf))
  const done: Replayed = { records: 0, events: 0, held: 0 }
  let after = { log: '', sequence: 0 }
  for (;;) {
    const page = await listQuarantine(store, filter, after)
    const last = page.at(-1)
    if (!last) break
    // Records of one log at a time; what follows in the page comes with the next one.
    const log = page[0]!.log
    const sequences = [...new Set(page.filter((row) => row.log === log).map((row) => row.sequence))]
    after = { log, sequence: sequences.at(-1)! }
    await replayRecords(store, load, log, sequences)
    done.records += load.counts.records
    done.events += load.counts.events
    done.held += load.counts.quarantined
  }
  await dropBytes(store)
  return done
}

/** Read again what is held of some records of a log. Cut short, it holds the books back until a loader has done it again. */
export async function replayRecords(store: Store, load: Load, log: string, sequences: number[]): Promise<void> {
  load.clear()
  const covered = sequences.map((sequence) => ({ log, first: sequence, last: sequence, isReplay: true }))
  await store.load(covered, async () => {
    await fill(store, load, log, sequences)
    await load.insertInto(store)
  })
}

async function fill(store: Store, load: Load, log: string, sequences: number[]): Promise<void> {
  const held = await store.select<Quarantined>('heldOfRecords', { log, sequences })
  const bytes = new Map((await bytesOf(store, log, sequences)).map((row) => [row.sequence, row.bytes]))
  let version = 0
  for (const sequence of sequences) {
    const mine = held.filter((row) => row.sequence === sequence)
    const body = bytes.get(sequence)
    if (mine.length === 0 || !body) continue
    const next = Math.max(...mine.map((row) => row.version)) + 1
    version = Math.max(version, next)
    load.add(log, sequence, body, { version: next, held: new Map(mine.map(({ index, code }) => [index, code])) })
  }
  load.cover(log, sequences[0]!, sequences.at(-1)!, `replay ${version} `)
}

/** Let go of bytes that will never be read. They stay in the books as quarantined. @param before milliseconds since the Unix epoch, by `receivedAt` */
export async function purgeQuarantine(store: Store, filter: QuarantineFilter, before: number): Promise<void> {
  await store.alone(() => store.run('purgeQuarantine', { code: filter.code ?? '', site: filter.site ?? '', before }))
  await dropBytes(store)
}

/** Not while a load is half in: its bytes go in before what is held of them. */
function dropBytes(store: Store): Promise<void> {
  return store.whole(() => store.run('dropQuarantinedBytes'))
}

async function bytesOf(store: Store, log: string, sequences: number[]): Promise<{ sequence: number; bytes: Buffer }[]> {
  const rows = await store.select<{ sequence: number; bytes: string }>('quarantinedBytes', { log, sequences })
  return rows.map((row) => ({ sequence: row.sequence, bytes: Buffer.from(row.bytes, 'base64') }))
}
