// Stretches in which next to nothing came in: those that are over, by what came in late of them, and one that goes on.
// Promises: to the minute, in answers of any step, for sites that usually send enough for it to be told from chance. Does not: say whose fault that was.
import type { Store } from '../store/index.ts'
import {
  QUIET_GAPS_MAX,
  QUIET_KEPT_MS,
  QUIET_MINUTES_MIN,
  QUIET_MS_MAX,
  SERIES_LATE_MS,
  SERIES_SILENT_SHARE,
  SILENCE_CHANCE,
} from './limits.ts'
import type { Range, SitesClause } from './range.ts'

export interface Silence {
  /** Milliseconds since the Unix epoch. Of one that goes on, `to` is now. */
  from: number
  to: number
  /** Those that happened in it, count, and came in later. */
  clicks: number
  isOver: boolean
}

interface Gap {
  gapFrom: number
  gapTo: number
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
/** As many must be expected for none to be rarer than SILENCE_CHANCE (Poisson: e^-n). */
const EXPECTED_MIN = -Math.log(SILENCE_CHANCE)

/** What was quiet longer than chance makes it, and whether it still is. */
interface Quiet {
  gaps: Gap[]
  /** From when on nothing has come in. */
  since: number | undefined
}

/** What was found last, and when. It is looked for as often as data come in otherwise, and for each filter of a view, which change next to nothing of it. */
const found = new WeakMap<Store, Map<string, { at: number; silences: Promise<Silence[]> }>>()

/** Those that steps do not tell: of any length in steps of minutes the one that goes on, else all. Looked for again once they are QUIET_KEPT_MS old. */
export function longSilences(
  store: Store,
  clause: SitesClause,
  range: Range,
  now: number,
  isLong: boolean,
): Promise<Silence[]> {
  if (!isLong && range.to <= now) return Promise.resolve([])
  const ofStore = found.get(store) ?? new Map()
  found.set(store, ofStore)
  for (const [name, { at }] of ofStore) if (Math.abs(now - at) >= QUIET_KEPT_MS) ofStore.delete(name)
  const name = JSON.stringify([clause.sites, range.from, range.to, isLong])
  const known = ofStore.get(name)
  if (known) return known.silences
  const silences = look(store, clause, range, now, isLong)
  ofStore.set(name, { at: now, silences })
  silences.catch(() => ofStore.delete(name))
  return silences
}

async function look(store: Store, clause: SitesClause, range: Range, now: number, isLong: boolean): Promise<Silence[]> {
  const { gaps, since } = await quietGaps(store, clause, range, now)
  const over = isLong ? await silencesIn(store, clause, gaps) : []
  return since === undefined ? over : [...over, { from: since, to: now, clicks: 0, isOver: false }]
}

/** Looks at when records were received, within the last QUIET_MS_MAX of the range and two days before. */
async function quietGaps(
  store: Store,
  { place, sites }: SitesClause,
  { from, to }: Range,
  now: number,
): Promise<Quiet> {
  const untilMinute = Math.floor(Math.min(to, now) / MINUTE_MS)
  const until = untilMinute * MINUTE_MS
  const first = Math.max(from, until - QUIET_MS_MAX)
  if (first >= until) return { gaps: [], since: undefined }
  const gaps = await store.select<Gap>(
    'seriesGaps',
    {
      ...{ sites, untilMinute, from: first, since: Math.max(0, first - 2 * DAY_MS), gaps: QUIET_GAPS_MAX },
      ...{ minutes: QUIET_MINUTES_MIN, share: SERIES_SILENT_SHARE, expected: EXPECTED_MIN },
    },
    { site: place },
  )
  const within = gaps.map(({ gapFrom, gapTo }) => ({ gapFrom: Math.max(first, gapFrom), gapTo }))
  const last = gaps[0]
  if (!last || to <= now || last.gapTo < until) return { gaps: within, since: undefined }
  const isUnusual = await isUnlikely(store, { place, sites }, last)
  return { gaps: within.slice(1), since: isUnusual ? last.gapFrom : undefined }
}

/** Nights are quiet: enough came in as long a time before, and at the same time of the day before if anything came in by then. */
async function isUnlikely(store: Store, { place, sites }: SitesClause, { gapFrom, gapTo }: Gap): Promise<boolean> {
  const lastsMs = Math.min(gapTo - gapFrom, DAY_MS)
  const [row] = await store.select<{ before: number; dayBefore: number; firstAt: number }>(
    'seriesBefore',
    {
      ...{ sites, since: Math.max(0, gapFrom - 2 * DAY_MS), last: gapFrom, beforeFrom: gapFrom - lastsMs },
      ...{ dayFrom: gapFrom - DAY_MS, dayTo: Math.min(gapFrom, gapTo - DAY_MS) },
    },
    { site: place },
  )
  const { before, dayBefore, firstAt } = row!
  return before >= EXPECTED_MIN && (dayBefore >= EXPECTED_MIN || firstAt > gapFrom - DAY_MS)
}

/** Of these gaps, those in which something happened that came in later, from the first minute of that to the last: one late click is a visitor's own network. */
async function silencesIn(store: Store, { place, sites }: SitesClause, gaps: Gap[]): Promise<Silence[]> {
  if (gaps.length === 0) return []
  const ordered = [...gaps].sort((one, other) => one.gapFrom - other.gapFrom)
  const which = ordered.map(
    ({ gapFrom, gapTo }) => `at >= fromUnixTimestamp64Milli(${gapFrom}) AND at < fromUnixTimestamp64Milli(${gapTo})`,
  )
  const rows = await store.select<{ firstAt: number; lastAt: number; clicks: number }>(
    'seriesGapEvents',
    { sites, ends: ordered.map(({ gapTo }) => gapTo), lateMs: SERIES_LATE_MS, share: SERIES_SILENT_SHARE },
    { site: place, gaps: which.join(' OR ') },
  )
  const minute = (at: number): number => Math.floor(at / MINUTE_MS) * MINUTE_MS
  return rows
    .map(({ firstAt, lastAt, clicks }) => ({
      ...{ from: minute(firstAt), to: minute(lastAt) + MINUTE_MS, clicks, isOver: true },
    }))
    .filter(({ from, to }) => to - from >= QUIET_MINUTES_MIN * MINUTE_MS)
}
