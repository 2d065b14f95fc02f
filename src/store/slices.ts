// Slices of events: which were touched since they were built, and where their events lie by the key.
// Promises: what `touchedSlices` and then `cutOf` say is of one moment, though nothing is locked. See docs/decisions/rollups.md.
import type { Params } from './driver.ts'
import { LIVE_RANGES_MAX } from './limits.ts'
import type { Store } from './store.ts'

/** One slice of one site's events. */
export interface Slice {
  site: string
  slice: number
  /** 64 bits that stand for both, decimal. */
  name: string
}

/** Text for a statement's `site` place, and the names that it binds. */
export interface OfSites {
  place: string
  sites: readonly string[]
}

/** Which slices a reader takes from where, of one moment. */
export interface Cut {
  build: number
  /** Text that leaves out the pieces that are not this reader's. */
  without: string
  params: Params
}

/** Read it, after what is touched: first the newest build, then what both leave out. */
export async function cutOf(store: Store, { sites }: OfSites, touched: readonly Slice[]): Promise<Cut> {
  const names = touched.map(({ name }) => BigInt(name))
  const [newest] = await store.select<{ build: number }>('newestBuild')
  const build = newest?.build ?? 0
  const slots = { ofSites: touched.map(({ site }) => site), slices: touched.map(({ slice }) => slice) }
  const left = build === 0 ? [] : await store.select<{ piece: string }>('piecesLeftOut', { build, ...slots })
  const without = left.map(({ piece }) => BigInt(piece))
  return {
    build,
    without: without.length === 0 ? '' : 'AND piece NOT IN {without:Array(UInt64)}',
    params: { sites, build, without, touched: names },
  }
}

/** Slices that were touched since they were built. @param rows how many at most; all otherwise */
export function touchedSlices(store: Store, { place, sites }: OfSites, rows = 4_294_967_295): Promise<Slice[]> {
  return store.select<Slice>('touchedSlices', { sites, rows }, { site: place })
}

/** A condition that finds the events of slices by the key: ranges of ids, the nearest of them joined when there are too many. */
export function idRanges(slices: readonly Slice[]): string {
  const ranges: { from: number; to: number }[] = []
  for (const range of slices.map(rangeOf).sort((a, b) => a.from - b.from)) {
    const last = ranges.at(-1)
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to)
    else ranges.push({ ...range })
  }
  while (ranges.length > LIVE_RANGES_MAX) joinNearest(ranges)
  const text = ranges.map(({ from, to }) => `(id >= ${idText(from)} AND id < ${idText(to)})`)
  return `(${text.join(' OR ')})`
}

/** Join every second range with the one after it: half as many, and what is read too much is left out again by the slice. */
function joinNearest(ranges: { from: number; to: number }[]): void {
  for (let i = 0; i + 1 < ranges.length; i++) {
    ranges[i]!.to = ranges[i + 1]!.to
    ranges.splice(i + 1, 1)
  }
}

/** First six bytes of the first id of a slice, and of the first that is past it. See migration 3 for what a slice is. */
function rangeOf({ slice }: Slice): { from: number; to: number } {
  const isOfTime = slice < 2 ** 31
  const from = isOfTime ? slice * 2 ** 17 : (slice - 2 ** 31) * 2 ** 32
  return { from, to: from + (isOfTime ? 2 ** 17 : 2 ** 32) }
}

function idText(first: number): string {
  const hex = first >= 2 ** 48 ? 'ff'.repeat(16) : first.toString(16).padStart(12, '0').padEnd(32, '0')
  return `unhex('${hex}')`
}
