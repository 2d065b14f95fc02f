// Rows for training: what was shown, joined with what came of it, as known at a cut-off. One file for each stretch of time; the engine writes it.
// Promises: nothing that was received or happened after the cut-off is in a row; the same store, cut-off and columns give the same rows.
// Does not: keep files, manifests or places; that is the command's.
import { type FileFormat, type Store, statement } from '../store/index.ts'
import { type AttributionWindows, attributionParams } from './attribution.ts'
import { columnsText, type ExportColumns } from './export-columns.ts'
import { EXPORT_ARRIVED_MAX, EXPORT_ORDERS_MAX } from './limits.ts'

export interface ExportQuery {
  site: string
  /** Milliseconds since the Unix epoch; `to` is not included. */
  from: number
  to: number
  /** The cut-off: only what was received before it, milliseconds. */
  asOf: number
  /** One row for each of these. */
  base: 'impression' | 'served'
  columns: ExportColumns
  /** How long after it was shown a click counts as its outcome, milliseconds. */
  outcomeMs: number
  windows?: Readonly<Record<string, AttributionWindows>>
}

/** Rows of one stretch of time by verdict; `start` is when it begins, milliseconds. */
export interface ExportSlot {
  start: number
  verdicts: Record<string, number>
}

/** The stretches that have rows, in order. @param seconds their length */
export async function exportSlots(store: Store, query: ExportQuery, seconds: number): Promise<ExportSlot[]> {
  const rows = await store.select<{ slot: number; verdict: string; rows: number }>(
    'exportSlots',
    { ...bindings(query), seconds },
    only(query),
  )
  return [...Map.groupBy(rows, ({ slot }) => slot)].map(([slot, members]) => ({
    start: slot * 1_000,
    verdicts: Object.fromEntries(members.map(({ verdict, rows: count }) => [verdict, count])),
  }))
}

/** Hours whose rows may differ from an export with the cut-off `since`, milliseconds. */
export async function exportChanged(
  store: Store,
  query: ExportQuery,
  since: number,
  arrivedMax: number = EXPORT_ARRIVED_MAX,
): Promise<Set<number>> {
  const { site, base, asOf } = query
  const [count] = await store.select<{ arrived: number }>('exportArrived', { site, base, asOf, since })
  const buckets = Math.max(1, Math.ceil((count?.arrived ?? 0) / arrivedMax))
  const hours = new Set<number>()
  for (let bucket = 0; bucket < buckets; bucket++) {
    const params = { ...bindings(query), since, bucket, buckets }
    for (const { hour } of await store.select<{ hour: number }>('exportChanged', params)) hours.add(hour * 1_000)
  }
  return hours
}

/** All events of the range by type and verdict, as known at the cut-off. */
export async function exportBooks(store: Store, query: ExportQuery): Promise<Record<string, Record<string, number>>> {
  const rows = await store.select<{ type: string; verdict: string; events: number }>('exportBooks', bindings(query))
  const books: Record<string, Record<string, number>> = {}
  for (const { type, verdict, events } of rows) books[type] = { ...books[type], [verdict]: events }
  return books
}

/**
 * Work out the credit of each click and view into a table of its own, for {@link writeRows}.
 * @param run letters and digits, unique for a while. @returns the table; drop it with {@link dropCredits}
 */
export async function makeCredits(
  store: Store,
  query: ExportQuery,
  run: string,
  ordersMax: number = EXPORT_ORDERS_MAX,
): Promise<string> {
  for (const { name } of await store.select<{ name: string }>('staleCredits')) await dropCredits(store, name)
  const table = `exportCredits${run}`
  // Touches of the range may lead to orders after it, up to the cut-off.
  const range = { from: query.from, to: query.asOf }
  const [count] = await store.select<{ orders: number }>('exportOrders', {
    site: query.site,
    ...range,
    asOf: query.asOf,
  })
  const buckets = Math.max(1, Math.ceil((count?.orders ?? 0) / ordersMax))
  const select = statement('attribution', {
    site: 'site = {site:String}',
    columns: 'touch,',
    grouping: "WHERE how != 'none' GROUP BY touch",
  })
  await store.run('createCredits', {}, { table })
  for (let bucket = 0; bucket < buckets; bucket++) {
    const params = attributionParams(range, 'last', query.windows, query.asOf, { bucket, buckets })
    await store.run('fillCredits', { ...params, site: query.site }, { table, select })
  }
  return table
}

/** Drop what {@link makeCredits} made. */
export async function dropCredits(store: Store, table: string): Promise<void> {
  await store.run('dropCredits', {}, { table })
}

/** Write the rows of `from` to `to`. @param numericItems see {@link itemsAreNumbers} */
export async function writeRows(
  store: Store,
  query: ExportQuery,
  file: { path: string; format: FileFormat; credits: string; numericItems: boolean },
): Promise<void> {
  const textTime = file.format !== 'Parquet' && query.columns === 'open-bandit'
  const places = {
    ...only(query),
    anyBox: query.base === 'served' ? '1' : '0',
    columns: columnsText(query.columns, file.numericItems, textTime),
    table: file.credits,
  }
  await store.write('exportRows', bindings(query), places, file.path, file.format)
}

/** Are all items of the range whole numbers, as the Open Bandit Pipeline wants them? */
export async function itemsAreNumbers(store: Store, query: ExportQuery): Promise<boolean> {
  const [row] = await store.select<{ others: number }>('exportItems', bindings(query), only(query))
  return row!.others === 0
}

/** The watermark of the store, milliseconds; 0 when it is empty. */
export async function newestReceived(store: Store): Promise<number> {
  const [row] = await store.select<{ receivedAt: number }>('newestRecord', { from: 0 })
  return row?.receivedAt ?? 0
}

function bindings({ site, from, to, asOf, base, outcomeMs }: ExportQuery): Record<string, string | number> {
  return { site, from, to, asOf, base, outcomeMs }
}

/** The Open Bandit columns have no place for a verdict, so only what counts is in them. */
function only({ columns }: ExportQuery): { only: string } {
  return { only: columns === 'open-bandit' ? "AND reason = ''" : '' }
}
