// One run of an export: what must be written, written file by file, each checked, and a manifest that says so.
// Promises: a run that is cut short goes on where it stopped; a later run writes only the files that changed; the rows add up to the store's
// own account, or the run fails. Does not: hold more than one file's facts in memory.
import { secureBytes } from '../../platform/index.ts'
import {
  dropCredits,
  type ExportQuery,
  type ExportSlot,
  exportBooks,
  exportChanged,
  exportSlots,
  itemsAreNumbers,
  makeCredits,
  newestReceived,
  newestRules,
} from '../../report/index.ts'
import type { Store } from '../../store/index.ts'
import type { Destination } from './destination.ts'
import { type ExportedFile, type ExportKind, type ExportManifest, readManifest } from './manifest.ts'
import { HOUR_MS, isBalanced, isComplete, iso, type Stretch, stretchesOf, sum } from './stretches.ts'
import { writeFile } from './write.ts'

export interface ExportRun {
  store: Store
  destination: Destination
  kind: ExportKind
  query: ExportQuery
  /** Write everything again. */
  full: boolean
  onProgress(rows: number, of: number): void
  /** Stop after the file at hand. */
  signal?: AbortSignal
}

export interface ExportDone {
  /** `finished` is false when the run was stopped: the next one goes on. */
  manifest: ExportManifest
  /** Files. */
  written: number
}

const MANIFEST = 'manifest.json'
const HOUR_SECONDS = 3_600
const MINUTE_SECONDS = 60

/** @throws WaysideError INPUT when the place holds another export. */
export async function runExport(run: ExportRun): Promise<ExportDone> {
  const { store, destination, kind, query } = run
  const before = readManifest(await destination.readText(MANIFEST), kind, destination.name)
  const hours = await exportSlots(store, query, HOUR_SECONDS)
  const minutesOf = (from: number, to: number): Promise<ExportSlot[]> =>
    exportSlots(store, { ...query, from: Math.max(query.from, from), to: Math.min(query.to, to) }, MINUTE_SECONDS)
  const stretches = await stretchesOf(hours, kind, minutesOf)
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
    hours: hours.map(({ start, verdicts }) => ({
      hour: iso(start),
      rows: sum(verdicts),
      complete: isComplete(start + HOUR_MS, query),
    })),
    books: {},
    balanced: false,
  }
  const kept = run.full || before?.rules !== rules ? [] : await unchanged(run, before, stretches)
  // What is still good stays listed while the rest is written, so that a cut-short run can go on.
  manifest.files = [...kept]
  const left = stretches.filter(({ path }) => !kept.some((file) => file.path === path))
  await writeAll(run, manifest, left, manifest.rows - left.reduce((all, { rows }) => all + rows, 0))
  const written = manifest.files.length - kept.length
  if (written < left.length) return { manifest, written }
  for (const { path } of before?.files ?? [])
    if (!stretches.some((stretch) => stretch.path === path)) await destination.remove(path)
  manifest.books = await exportBooks(store, query)
  manifest.balanced = isBalanced(manifest)
  manifest.finished = true
  await save(destination, manifest)
  if (!manifest.balanced) throw new Error(`The export's rows do not add up to the store's account; see ${MANIFEST}.`)
  return { manifest, written }
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
  const changed = old.length === 0 ? [] : [...(await exportChanged(run.store, run.query, since))]
  return before.files.flatMap((file) => {
    const stretch = stretches.find(({ path }) => path === file.path)
    const same = stretch && stretch.rows === file.rows && file.asOf <= asOf
    if (!same || (file.asOf < asOf && changed.some((hour) => hour < stretch.to && hour + HOUR_MS > stretch.from)))
      return []
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
      if (run.signal?.aborted) break
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

function save(destination: Destination, manifest: ExportManifest): Promise<void> {
  return destination.putText(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`)
}
