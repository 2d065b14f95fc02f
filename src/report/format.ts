// Answers as files: CSV (RFC 4180), NDJSON, and Parquet written by the engine. One flat row each; the same columns in all three.
// Promises: numbers stay numbers; null is an empty field, null or a Parquet null; reasons and money by currency are JSON objects, in Parquet maps.
import type { Store } from '../store/index.ts'

/** What an answer's rows may be written as. */
export type RowFormat = 'csv' | 'ndjson' | 'parquet'

const COUNT_MAPS = ['invalidImpressions', 'invalidViews', 'invalidClicks']
const NAMES = new Set([
  'site',
  'placement',
  'item',
  'variant',
  'hour',
  'day',
  'country',
  'device',
  'via',
  'currency',
  'model',
])
const RATES = /(Rate|Low|High|Share|alue|conversions|clickThrough|viewThrough|refunds)$/

/** Rows as text. @param columns of an answer that has no rows: its header. */
export function formatRows(rows: readonly object[], format: 'csv' | 'ndjson', columns: readonly string[] = []): string {
  const flat = rows.map(flatten)
  if (format === 'ndjson') return flat.map((row) => `${JSON.stringify(row)}\n`).join('')
  const names = flat[0] ? Object.keys(flat[0]) : columns
  return [names, ...flat.map((row) => names.map((name) => row[name]))]
    .map((line) => `${line.map(csvField).join(',')}\r\n`)
    .join('')
}

/** Rows as a Parquet file at `path`. */
export async function writeParquet(store: Store, rows: readonly object[], path: string): Promise<void> {
  const flat = rows.map(flatten)
  const names = [...new Set(flat.flatMap((row) => Object.keys(row)))]
  const structure = (names.length > 0 ? names : ['rows']).map((name) => `\`${name}\` ${parquetType(name)}`).join(', ')
  const text = flat.map((row) => JSON.stringify(row)).join('\n')
  await store.write('rowsOf', { structure, rows: text }, {}, path, 'Parquet')
}

/** `previous: {clicks}` becomes `previousClicks`. */
function flatten(row: object): Record<string, unknown> {
  const { previous, ...own } = row as Record<string, unknown>
  if (previous === undefined) return own
  const named = ['impressions', 'views', 'clicks', 'clickThroughRate', 'listClickThroughRate', 'conversions', 'value']
  const values = (previous ?? {}) as Record<string, unknown>
  return {
    ...own,
    ...Object.fromEntries(
      named.map((name) => [`previous${name[0]!.toUpperCase()}${name.slice(1)}`, values[name] ?? null]),
    ),
  }
}

function parquetType(name: string): string {
  if (COUNT_MAPS.includes(name)) return 'Map(String, UInt64)'
  if (name === 'valueByCurrency') return 'Map(String, Float64)'
  if (name === 'position') return 'Nullable(UInt16)'
  if (NAMES.has(name)) return 'Nullable(String)'
  return RATES.test(name) ? 'Nullable(Float64)' : 'Nullable(UInt64)'
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  // A cell that begins like a formula is run by spreadsheets, and names come from other people's pages (OWASP, CSV injection).
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
