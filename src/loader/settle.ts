// Settles the labels that depend on other events, for what a load touched: `rate` first, then `repeat`. See docs/decisions/repeats.md.
// Promises: a label is a function of the set of events alone; any order of loading, and settling again, ends the same.
// Does not: touch events that do not count for a reason of their own.
import type { Store } from '../store/index.ts'
import type { Context } from './judge/index.ts'
import { BOUND_LISTS_MAX, KNOWN_LISTS_MAX } from './limits.ts'
import type { SiteOf } from './load.ts'
import { rangesOf } from './ranges.ts'
import { type Touched, type TouchedList, type TouchedSite, touchList } from './touched.ts'

/** Sites with the same settings are settled together. */
interface Group extends TouchedSite {
  sites: string[]
  context: Context
}

interface ListRow {
  list: string
  issuedAt: number
}

/** Before a load goes in: suspect the lists of which there are events already. A load whose lists are all new has nothing to look for later. */
export async function suspectKnown(store: Store, touched: Touched): Promise<void> {
  for (const [site, { lists }] of touched) {
    const unsuspected = [...lists].filter(([, { isSuspect }]) => !isSuspect)
    if (unsuspected.length === 0) continue
    for (const list of await knownOf(store, site, unsuspected)) {
      const of = lists.get(list)
      if (of) of.isSuspect = true
    }
  }
}

/** Those of these lists that the store knows, and perhaps others. */
async function knownOf(store: Store, site: string, lists: readonly [string, TouchedList][]): Promise<string[]> {
  const params = { sites: [site], ...paramsOf(lists) }
  if (lists.length > BOUND_LISTS_MAX) {
    const between = { sites: [site], ...rangesOf(params.issuedAt), rows: KNOWN_LISTS_MAX }
    const found = await store.select<{ list: string }>('knownListsBetween', between)
    if (found.length < KNOWN_LISTS_MAX) return found.map(({ list }) => list)
  }
  const found = await store.select<{ list: string }>('knownLists', params)
  return found.map(({ list }) => list)
}

/** Bring the labels of all touched groups up to date. */
export async function settle(store: Store, touched: Touched, siteOf: SiteOf): Promise<void> {
  for (const group of groupsOf(touched, siteOf)) {
    await settleRates(store, group)
    await settleRepeats(store, group)
  }
}

async function settleRates(store: Store, { sites, minutes, lists, context }: Group): Promise<void> {
  if (minutes.size === 0) return
  const limits = { outboxMax: context.outboxClicksPerMinuteMax, addressMax: context.addressClicksPerMinuteMax }
  const between = { sites, ...rangesOf(minutes), ...limits }
  const found = (await store.select<{ minute: number }>('findRates', between)).map(({ minute }) => minute)
  const params = { sites, minutes: found.filter((minute) => minutes.has(minute)), ...limits }
  if (params.minutes.length === 0) return
  // A click that loses `rate` may be a repeat: the lists of these minutes are settled too.
  for (const { list, issuedAt } of await store.select<ListRow>('listsOfMinutes', params))
    touchList({ lists }, list, issuedAt).isSuspect = true
  await store.run('settleRates', params)
}

async function settleRepeats(store: Store, { sites, lists, context }: Group): Promise<void> {
  const suspects = [...lists].filter(([, { isSuspect }]) => isSuspect)
  if (suspects.length === 0) return
  const found = await store.select<ListRow>('findRepeats', { sites, ...paramsOf(suspects) })
  if (found.length === 0) return
  await store.run('settleRepeats', {
    sites,
    lists: found.map(({ list }) => list),
    issuedAt: [...new Set(found.map((row) => row.issuedAt))],
    windowMs: context.repeatWindowMs,
  })
}

function paramsOf(lists: readonly [string, TouchedList][]): { lists: string[]; issuedAt: number[] } {
  return { lists: lists.map(([list]) => list), issuedAt: [...new Set(lists.flatMap(([, { issuedAt }]) => issuedAt))] }
}

function groupsOf(touched: Touched, siteOf: SiteOf): Iterable<Group> {
  const groups = new Map<string, Group>()
  for (const [site, { lists, minutes }] of touched) {
    const context = siteOf(site)
    if (!context) continue
    const { repeatWindowMs, outboxClicksPerMinuteMax, addressClicksPerMinuteMax } = context
    const settings = `${repeatWindowMs} ${outboxClicksPerMinuteMax} ${addressClicksPerMinuteMax}`
    let group = groups.get(settings)
    if (!group) {
      group = { sites: [], lists: new Map(), minutes: new Set(), context }
      groups.set(settings, group)
    }
    group.sites.push(site)
    for (const [list, { issuedAt, isSuspect }] of lists)
      for (const time of issuedAt) {
        const of = touchList(group, list, time)
        of.isSuspect ||= isSuspect
      }
    for (const minute of minutes) group.minutes.add(minute)
  }
  return groups.values()
}
