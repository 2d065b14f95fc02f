// How an export is cut into files, and small sums over them.
// Promises: a file holds at most EXPORT_FILE_ROWS_MAX rows, but for a minute that has more, so that memory does not depend on the rows; the
// same counts give the same files; a day's cut depends on no other day.
import { EXPORT_FILE_ROWS_MAX, type ExportQuery, type ExportSlot } from '../../report/index.ts'
import type { ExportKind, ExportManifest } from './manifest.ts'

/** One file to be. */
export interface Stretch {
  path: string
  from: number
  to: number
  rows: number
  verdicts: Record<string, number>
}

const MINUTE_MS = 60_000
export const HOUR_MS: number = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Lengths that a day or an hour is cut into, longest first. */
const LENGTHS_MS: readonly number[] = [
  ...[24, 12, 6, 3, 1].map((hours) => hours * HOUR_MS),
  ...[30, 15, 5, 1].map((minutes) => minutes * MINUTE_MS),
]

/** The files to be, in order. @param minutesOf the minutes of a time, asked for where an hour has too many rows for one file */
export async function stretchesOf(
  hours: readonly ExportSlot[],
  { every, format }: Pick<ExportKind, 'every' | 'format'>,
  minutesOf: (from: number, to: number) => Promise<ExportSlot[]>,
  rowsMax: number = EXPORT_FILE_ROWS_MAX,
): Promise<Stretch[]> {
  const stepMs = every === 'day' ? DAY_MS : HOUR_MS
  const stretches: Stretch[] = []
  for (const [from, members] of Map.groupBy(hours, ({ start }) => startOf(start, stepMs))) {
    const isFine = members.every(({ verdicts }) => sum(verdicts) <= rowsMax)
    const slots = isFine ? members : await minutesOf(from, from + stepMs)
    const lengths = LENGTHS_MS.filter((ms) => ms <= stepMs)
    const fits = (ms: number): boolean => cut(slots, ms).every(({ rows }) => rows <= rowsMax)
    const lengthMs = lengths.find(fits) ?? MINUTE_MS
    for (const piece of cut(slots, lengthMs))
      stretches.push({
        ...piece,
        path: `${folderOf(from, every)}/rows${nameOf(piece.from, lengthMs, stepMs)}.${format}`,
      })
  }
  return stretches
}

function cut(slots: readonly ExportSlot[], lengthMs: number): Omit<Stretch, 'path'>[] {
  return [...Map.groupBy(slots, ({ start }) => startOf(start, lengthMs))].map(([from, members]) => {
    const verdicts: Record<string, number> = {}
    for (const slot of members)
      for (const [verdict, count] of Object.entries(slot.verdicts)) verdicts[verdict] = (verdicts[verdict] ?? 0) + count
    return { from, to: from + lengthMs, rows: sum(verdicts), verdicts }
  })
}

function startOf(at: number, lengthMs: number): number {
  return Math.floor(at / lengthMs) * lengthMs
}

function folderOf(from: number, every: ExportKind['every']): string {
  const [day, time = ''] = iso(from).split('T')
  return every === 'day' ? `day=${day}` : `day=${day}/hour=${time.slice(0, 2)}`
}

/** When a part of a day or an hour begins, `-1315`; nothing for a whole one. */
function nameOf(from: number, lengthMs: number, stepMs: number): string {
  return lengthMs === stepMs ? '' : `-${iso(from).slice(11, 16).replace(':', '')}`
}

/** The rows are those of the base type in the books: all of them, or for the Open Bandit columns those that count. */
export function isBalanced({ files, books, base, columns }: ExportManifest): boolean {
  const account = books[base] ?? {}
  const owed = columns === 'open-bandit' ? (account.counted ?? 0) : sum(account)
  return (
    owed === files.reduce((all, { rows }) => all + rows, 0) &&
    files.every(({ rows, verdicts }) => rows === sum(verdicts))
  )
}

/** Does the outcome window of all that was shown before `end` lie before the cut-off? */
export function isComplete(end: number, { asOf, outcomeMs }: ExportQuery): boolean {
  return asOf >= end + outcomeMs
}

export function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, count) => all + count, 0)
}

export function iso(ms: number): string {
  return new Date(ms).toISOString()
}
