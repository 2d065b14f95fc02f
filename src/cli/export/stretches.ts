// How an export is cut into files, and small sums over them.
import type { ExportHour, ExportQuery } from '../../report/index.ts'
import type { ExportKind, ExportManifest } from './manifest.ts'

/** One file to be: the hours in it. */
export interface Stretch {
  path: string
  from: number
  to: number
  rows: number
  hours: ExportHour[]
}

export const HOUR_MS = 3_600_000
/** The files to be, in order. */
export function stretchesOf(hours: readonly ExportHour[], { every, format }: ExportKind): Stretch[] {
  const lengthMs = every === 'day' ? 24 * HOUR_MS : HOUR_MS
  return [...Map.groupBy(hours, ({ hour }) => Math.floor(hour / lengthMs) * lengthMs)].map(([from, members]) => {
    const [day, time = ''] = iso(from).split('T')
    const folder = every === 'day' ? `day=${day}` : `day=${day}/hour=${time.slice(0, 2)}`
    const rows = members.reduce((all, { verdicts }) => all + sum(verdicts), 0)
    return { path: `${folder}/rows.${format}`, from, to: from + lengthMs, rows, hours: members }
  })
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
