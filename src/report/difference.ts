// Why another tool's daily counts differ from ours: side by side, with each thing that explains some of it, and what remains.
// Promises: explains by our own records alone: what we leave out by reason, what arrived late (a tool without an outbox never had it), what was
// lost on the way to us, and days that begin at another hour. Nothing is fitted but the hour, and only when it explains a fifth of the difference.
import type { Store } from '../store/index.ts'
import {
  addDays,
  compareDays,
  type Difference,
  type DifferenceMetric,
  type DifferenceQuery,
  type Hour,
} from './difference-days.ts'
import { loss } from './loss.ts'
import { readRange } from './range.ts'
import { report } from './report.ts'
import type { ReportRow } from './row.ts'

export type { Difference, DifferenceQuery }

/** @throws WaysideError RANGE, TIME_ZONE, QUERY. */
export async function difference(store: Store, query: DifferenceQuery): Promise<Difference> {
  const { site, metric } = query
  const theirs = query.theirs.toSorted((a, b) => a.day.localeCompare(b.day))
  const [first, last] = [theirs[0]!.day, theirs.at(-1)!.day]
  const { tz } = readRange({ from: first, tz: query.tz })
  const around = { from: addDays(first, -1), to: addDays(last, 2), tz }
  const { rows } = await report(store, { site, ...around, by: ['hour'] })
  const hours = rows.map((row) => hourOf(row, metric))
  const lossByDay = await loss(store, { site, ...around, by: ['day'] })
  return compareDays({ metric, tz, theirs, hours, lossByDay })
}

const NAMES = {
  clicks: ['grossClicks', 'invalidClicks'],
  impressions: ['grossImpressions', 'invalidImpressions'],
  views: ['grossViews', 'invalidViews'],
} as const

function hourOf(row: ReportRow, metric: DifferenceMetric): Hour {
  const [gross, invalid] = NAMES[metric]
  const net = row[metric]
  // The share is of all events of the hour: an outbox sends what it holds together.
  return {
    at: Date.parse(String(row.hour)),
    net,
    gross: row[gross],
    invalid: row[invalid],
    late: net * (row.lateShare ?? 0),
  }
}
