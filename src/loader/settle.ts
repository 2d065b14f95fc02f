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
    const { sites, minutes, context } = group
    if (minutes.size > 0) {
      const params = {
        sites,
        minutes: [...minutes],
        outboxMax: context.outboxClicksPerMinuteMax,
        addressMax: context.addressClicksPerMinuteMax,
      }
      await store.run('settleRates', params)
    }
    if (group.lists.size > 0) {
      const params = { sites, lists: [...group.lists], issuedAt: [...group.issuedAt], windowMs: context.repeatWindowMs }
      await store.run('settleRepeats', params)
    }
  }
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
