// The manifest of an export: what each file holds, how it was made, and whether it adds up. Readers read the files that it lists.
import { WaysideError } from '../../event/index.ts'
import type { FileFormat } from '../../store/index.ts'

export type ExportFormat = 'parquet' | 'csv' | 'ndjson'

/** What the engine calls them. */
export const FORMATS: Readonly<Record<ExportFormat, FileFormat>> = {
  parquet: 'Parquet',
  csv: 'CSVWithNames',
  ndjson: 'JSONEachRow',
}

/** What makes two runs the same export. */
export interface ExportKind {
  site: string
  /** One row for each of these. */
  base: 'impression' | 'served'
  columns: 'training' | 'open-bandit'
  format: ExportFormat
  /** One file for each. */
  every: 'day' | 'hour'
  outcomeSeconds: number
  /** ISO 8601, or null: all there is. */
  from: string | null
  to: string | null
}

export interface ExportedFile {
  path: string
  /** ISO 8601; `to` is not included. */
  from: string
  to: string
  rows: number
  /** Rows by verdict; their sum is `rows`. */
  verdicts: Record<string, number>
  bytes: number
  sha256: string
  /** The cut-off up to which it is known to be what a new export would write. */
  asOf: string
  /** The cut-off lies behind the outcome window of its last row: labels change only by what arrives late. */
  complete: boolean
}

export interface ExportManifest extends ExportKind {
  version: 1
  asOf: string
  /** Rules that judged. */
  rules: number
  /** Everything received before this was in the store. */
  watermark: string
  /** False while a run is under way, or was cut short: run it again. */
  finished: boolean
  rows: number
  files: ExportedFile[]
  hours: { hour: string; rows: number; complete: boolean }[]
  /** All events of the range by type and verdict; the export's rows are those of its base. */
  books: Record<string, Record<string, number>>
  balanced: boolean
}

/** Read it. @throws WaysideError INPUT when it is of another export, so that no folder mixes two. */
export function readManifest(text: string | undefined, kind: ExportKind, where: string): ExportManifest | undefined {
  if (text === undefined) return undefined
  let manifest: ExportManifest
  try {
    manifest = JSON.parse(text) as ExportManifest
  } catch {
    throw new WaysideError('INPUT', `${where}: manifest.json is not JSON. Remove it to export from scratch.`)
  }
  const names = ['site', 'base', 'columns', 'format', 'every', 'outcomeSeconds', 'from', 'to'] as const
  const other = names.find((name) => manifest[name] !== kind[name])
  if (manifest.version === 1 && other === undefined) return manifest
  throw new WaysideError(
    'INPUT',
    `${where} holds an export of another kind (${other ?? 'version'}: ${JSON.stringify(other && manifest[other])}). Choose another place.`,
  )
}
