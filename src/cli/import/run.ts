// Carries one file of history into the log, as trusted batches: the loader counts them like everything else.
// Promises: what was made durable is not read again after an interruption; a bad row is reported with its line and stops nothing.
import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { type Event, encodeRecord, type Stamp } from '../../event/index.ts'
import type { Log } from '../../log/index.ts'
import {
  appendText,
  type Clock,
  fileBytes,
  fileVersion,
  makeFolder,
  readText,
  remove,
  writeTextAtomic,
} from '../../platform/index.ts'
import { eventsOf, type Mapping, type Source } from './mapping.ts'
import { readRows } from './rows.ts'

/** Events of one log record: small enough for any reader, large enough to be cheap. */
const RECORD_EVENTS = 300
/** Records on their way to disk at once; the log groups them into one sync. */
const IN_FLIGHT = 32
/** Rows between two notes of how far we are. */
const NOTE_EVERY = 5_000

export interface ImportJob {
  path: string
  site: string
  mapping: Mapping
  source: Source
  datacenter: string
  /** Folder of the notes on progress and of the lists of rejected rows. */
  notes: string
  log: Log
  clock: Clock
  onProgress(bytes: number, rows: number): void
}

export interface ImportResult {
  /** Rows read in this run. */
  rows: number
  /** Rows that an earlier run had carried over. */
  known: number
  events: number
  rejected: { line: number; reason: string }[]
  /** Where all rejected rows of this run are listed; undefined when there are none. */
  rejectedPath: string | undefined
}

/** @throws WaysideError LOG_UNAVAILABLE when the log cannot be written: run it again, it goes on where it was. */
export async function importFile(job: ImportJob): Promise<ImportResult> {
  makeFolder(job.notes)
  const notePath = join(job.notes, `${noteName(job)}.json`)
  const known = (JSON.parse(readText(notePath) ?? '{"rows":0}') as { rows: number }).rows
  const result: ImportResult = { rows: 0, known, events: 0, rejected: [], rejectedPath: undefined }
  const pending: { rows: number; done: Promise<number> }[] = []
  let events: Event[] = []
  let number = 0
  let noted = known
  const settle = async (atMost: number): Promise<void> => {
    while (pending.length > atMost) {
      const { rows, done } = pending.shift()!
      await done
      if (rows - noted < NOTE_EVERY && pending.length > 0) continue
      noted = rows
      writeTextAtomic(notePath, `${JSON.stringify({ path: job.path, rows })}\n`)
    }
  }
  const send = (): void => {
    const done = job.log.append(
      encodeRecord(stampOf(job), Buffer.from(JSON.stringify({ v: 1, site: job.site, events }))),
    )
    done.catch(() => undefined) // Seen by `settle`, which awaits it later.
    pending.push({ rows: number, done })
    result.events += events.length
    events = []
  }
  for await (const read of readRows(job.path)) {
    number++
    if (number <= known) continue
    result.rows++
    const made = 'row' in read ? eventsOf(read.row, job.mapping, job.source, number) : read.fault
    if (typeof made === 'string') result.rejected.push({ line: read.line, reason: made })
    else events.push(...made)
    if (events.length >= RECORD_EVENTS) send()
    await settle(IN_FLIGHT)
    job.onProgress(read.bytes, number)
  }
  if (events.length > 0) send()
  await settle(0)
  if (number > noted) writeTextAtomic(notePath, `${JSON.stringify({ path: job.path, rows: number })}\n`)
  return { ...result, rejectedPath: listRejected(job, result.rejected) }
}

function stampOf(job: ImportJob): Stamp {
  return { v: 1, route: 'import', receivedAt: job.clock.now(), datacenter: job.datacenter, site: job.site }
}

/** One note a file as it is now, read in one way: a changed file or mapping is a new import. */
function noteName(job: ImportJob): string {
  const what = JSON.stringify([job.path, fileVersion(job.path), fileBytes(job.path), job.mapping, job.source])
  return createHash('sha256').update(what).digest('hex').slice(0, 24)
}

function listRejected(job: ImportJob, rejected: ImportResult['rejected']): string | undefined {
  const path = join(job.notes, `${basename(job.path)}.rejected.ndjson`)
  if (rejected.length === 0) return undefined
  remove(path)
  appendText(path, rejected.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  return path
}
