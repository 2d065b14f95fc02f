// One run of an export: what must be written, written file by file, each checked, and a manifest that says so.
// Promises: a run that is cut short goes on where it stopped; a later run writes only the files that changed; the rows add up to the store's
// own account, or the run fails. Does not: hold more than one file's facts in memory.
import { WaysideError } from '../../event/index.ts'
import { remove, secureBytes } from '../../platform/index.ts'
import {
  dropCredits,
  type ExportQuery,
  exportBooks,
  exportChanged,
  exportHours,
  itemsAreNumbers,
  makeCredits,
  newestReceived,
  newestRules,
  writeRows,
} from '../../report/index.ts'
import type { Store } from '../../store/index.ts'
import type { Destination } from './destination.ts'
import { fileFacts } from './facts.ts'
import { type ExportedFile, type ExportKind, type ExportManifest, FORMATS, readManifest } from './manifest.ts'
import { HOUR_MS, isBalanced, isComplete, iso, type Stretch, stretchesOf, sum } from './stretches.ts'

export interface ExportRun {
  store: Store
  destination: Destination
  kind: ExportKind
  query: ExportQuery
  /** Write everything again. */
  full: boolean
  onProgress(rows: number, of: number): void
}

const MANIFEST = 'manifest.json'

/** @returns the manifest, and how many files were written. @throws WaysideError INPUT when the place holds another export. */
export async function runExport(run: ExportRun): Promise<{ manifest: ExportManifest; written: number }> {
  const { store, destination, kind, query } = run
  const before = readManifest(await destination.readText(MANIFEST), kind, destination.name)
  const hours = await exportHours(store, query)
  const stretches = stretchesOf(hours, kind)
  const rules = await newestRules(store)
  const manifest: ExportManifest = {
    version: 1,
    ...kind,
    asOf: iso(query.asOf),
    rules,
    watermark: iso(await newestReceived(store)),
    finished: false,
    rows: stretches.reduce((sum, { rows }) => sum + rows, 0),
    files: [],
    hours: hours.map(({ hour, verdicts }) => ({
      hour: iso(hour),
      rows: sum(verdicts),
      complete: isComplete(hour + HOUR_MS, query),
    })),
    books: {},
    balanced: false,
  }
  const kept = run.full || before?.rules !== rules ? [] : await unchanged(run, before, stretches)
  // What is still good stays listed while the rest is written, so that a cut-short run can go on.
  manifest.files = kept
  const left = stretches.filter(({ path }) => !kept.some((file) => file.path === path))
  await writeAll(run, manifest, left, manifest.rows - left.reduce((all, { rows }) => all + rows, 0))
  for (const { path } of before?.files ?? [])
    if (!stretches.some((stretch) => stretch.path === path)) await destination.remove(path)
  manifest.books = await exportBooks(store, query)
  manifest.balanced = isBalanced(manifest)
  manifest.finished = true
  await save(destination, manifest)
  if (!manifest.balanced) throw new Error(`The export's rows do not add up to the store's account; see ${MANIFEST}.`)
  return { manifest, written: left.length }
}

/** Files of an earlier run that a new one would write the same. */
async function unchanged(
  run: ExportRun,
  before: ExportManifest,
  stretches: readonly Stretch[],
): Promise<ExportedFile[]> {
  const asOf = iso(run.query.asOf)
  const old = before.files.filter((file) => file.asOf < asOf)
  const since = Math.min(...old.map((file) => Date.parse(file.asOf)))
  const changed = old.length === 0 ? new Set<number>() : await exportChanged(run.store, run.query, since)
  return before.files.flatMap((file) => {
    const stretch = stretches.find(({ path }) => path === file.path)
    const same = stretch && stretch.rows === file.rows && file.asOf <= asOf
    if (!same || (file.asOf < asOf && stretch.hours.some(({ hour }) => changed.has(hour)))) return []
    return [{ ...file, asOf, complete: isComplete(stretch.to, run.query) }]
  })
}

async function writeAll(
  run: ExportRun,
  manifest: ExportManifest,
  left: readonly Stretch[],
  done: number,
): Promise<void> {
  if (left.length === 0) return
  const { store, query, destination } = run
  const numericItems = query.columns === 'open-bandit' && (await itemsAreNumbers(store, query))
  const credits = await makeCredits(store, query, secureBytes(6).toString('hex'))
  try {
    for (const stretch of left) {
      manifest.files.push(await writeFile(run, stretch, { credits, numericItems }))
      manifest.files.sort((a, b) => (a.path < b.path ? -1 : 1))
      await save(destination, manifest)
      done += stretch.rows
      run.onProgress(done, manifest.rows)
    }
  } finally {
    await dropCredits(store, credits)
  }
}

async function writeFile(
  { store, destination, kind, query }: ExportRun,
  { path, from, to, rows, hours }: Stretch,
  how: { credits: string; numericItems: boolean },
): Promise<ExportedFile> {
  const local = destination.scratch(path)
  const within = { ...query, from: Math.max(query.from, from), to: Math.min(query.to, to) }
  await writeRows(store, within, { path: local, format: FORMATS[kind.format], ...how })
  const facts = await fileFacts(local, kind.format)
  if (facts.rows !== rows) {
    remove(local)
    throw new WaysideError('STORE_UNAVAILABLE', `${path} came out with ${facts.rows} rows instead of ${rows}.`)
  }
  await destination.putFile(path, local, facts.sha256)
  const verdicts: Record<string, number> = {}
  for (const hour of hours)
    for (const [verdict, count] of Object.entries(hour.verdicts)) verdicts[verdict] = (verdicts[verdict] ?? 0) + count
  return {
    path,
    from: iso(within.from),
    to: iso(within.to),
    verdicts,
    ...facts,
    asOf: iso(query.asOf),
    complete: isComplete(to, query),
  }
}

function save(destination: Destination, manifest: ExportManifest): Promise<void> {
  return destination.putText(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`)
}
