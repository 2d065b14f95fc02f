// Settles the labels that depend on other events, for what a load touched: `rate` first, then `repeat`. See docs/decisions/repeats.md.
// Promises: a label is a function of the set of events alone; any order of loading, and settling again, ends the same.
// Does not: touch events that do not count for a reason of their own.
import type { Store } from '../store/index.ts'
import type { Context } from './judge/index.ts'
import type { SiteOf } from './load.ts'
import type { Touched } from './touched.ts'

/** Sites with the same settings are settled together. */
interface Group {
  sites: string[]
  lists: Set<string>
  issuedAt: Set<number>
  minutes: Set<number>
  context: Context
}

/** Bring the labels of all touched groups up to date. */
export async function settle(store: Store, touched: Touched, siteOf: SiteOf): Promise<void> {
  for (const group of groupsOf(touched, siteOf)) {
    await settleRates(store, group)
    await settleRepeats(store, group)
  }
}

async function settleRates(store: Store, { sites, minutes, lists, issuedAt, context }: Group): Promise<void> {
  if (minutes.size === 0) return
  const limits = { outboxMax: context.outboxClicksPerMinuteMax, addressMax: context.addressClicksPerMinuteMax }
  const found = await store.select<{ minute: number }>('findRates', { sites, minutes: [...minutes], ...limits })
  if (found.length === 0) return
  const params = { sites, minutes: found.map(({ minute }) => minute), ...limits }
  // A click that loses `rate` may be a repeat: the lists of these minutes are settled too.
  for (const row of await store.select<{ list: string; issuedAt: number }>('listsOfMinutes', params)) {
    lists.add(row.list)
    issuedAt.add(row.issuedAt)
  }
  await store.run('settleRates', params)
}

async function settleRepeats(store: Store, { sites, lists, issuedAt, context }: Group): Promise<void> {
  if (lists.size === 0) return
  const touchedLists = { sites, lists: [...lists], issuedAt: [...issuedAt] }
  const found = await store.select<{ list: string; issuedAt: number }>('findRepeats', touchedLists)
  if (found.length === 0) return
  await store.run('settleRepeats', {
    sites,
    lists: found.map(({ list }) => list),
    issuedAt: [...new Set(found.map((row) => row.issuedAt))],
    windowMs: context.repeatWindowMs,
  })
}

function groupsOf(touched: Touched, siteOf: SiteOf): Iterable<Group> {
  const groups = new Map<string, Group>()
  for (const [site, { lists, issuedAt, minutes }] of touched) {
    const context = siteOf(site)
    if (!context) continue
    const { repeatWindowMs, outboxClicksPerMinuteMax, addressClicksPerMinuteMax } = context
    const settings = `${repeatWindowMs} ${outboxClicksPerMinuteMax} ${addressClicksPerMinuteMax}`
    const group = groups.get(settings)
    if (!group) groups.set(settings, { sites: [site], lists, issuedAt, minutes, context })
    else {
      group.sites.push(site)
      for (const list of lists) group.lists.add(list)
      for (const time of issuedAt) group.issuedAt.add(time)
      for (const minute of minutes) group.minutes.add(minute)
    }
  }
  return groups.values()
}
