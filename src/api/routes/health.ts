// Is it all arriving? For those who run a node, all that was seen; for a site's people, how far reports are and whether their site fell silent.
import { isAlarm, type LogEnd } from '../../report/index.ts'
import type { ApiOptions, App } from '../context.ts'
import { freshnessOf } from '../freshness.ts'
import { type Problem, problemsOf } from '../problems.ts'
import { guard, route, visible } from '../route.ts'
import { freshnessAnswer, healthAnswer } from '../schemas/health.ts'
import type { Watch } from '../watch.ts'

export function addHealth(app: App, options: ApiOptions): void {
  const { watch } = options
  guard(app, 'read', 'GET', '/api/v1/health', '/api/v1/freshness')
  app.openapi(
    route('get', '/api/v1/freshness', {
      summary: 'How complete figures are right now: how far they are behind, and how many collectors are away',
      answer: freshnessAnswer,
    }),
    (context) => context.json(freshnessOf(watch), 200),
  )
  app.openapi(
    route('get', '/api/v1/health', {
      summary: 'Datacenters, lag, disk, synthetic clicks and silent sites, and what is wrong',
      answer: healthAnswer,
    }),
    async (context) => {
      const grant = context.get('grant')
      const existing = options.sites()
      const within = (visible(grant, undefined) ?? existing).filter((site) => existing.includes(site))
      const isAll = grant.sites === '*'
      const sites = await watch.levels(within)
      const logs = isAll ? await watch.logs() : []
      // From here on nothing waits, so that what is told is of one moment.
      const { lagMs, backlogMs, watermark } = watch.loader()
      const silent = sites.filter(isAlarm).map(
        ({ site, observed, usual }): Problem => ({
          severity: 'bad',
          what: `${site} sent ${observed} events in the last hour; ${Math.round(usual ?? 0)} is usual for this hour of the week.`,
          todo: 'Open a page of the site: is the tag still on it? The install view checks. A holiday may be the reason, too.',
        }),
      )
      return context.json(
        {
          at: new Date(watch.now()).toISOString(),
          problems: [...(isAll ? problemsOf(watch) : []), ...silent],
          loader: { lagMs, backlogMs, watermark },
          sites,
          machinery: isAll ? machineryOf(watch, logs) : null,
        },
        200,
      )
    },
  )
}

function machineryOf(watch: Watch, logs: readonly LogEnd[]) {
  const { records, events, quarantined, retries, damagedBytes } = watch.loader()
  return {
    ...{ records, events, quarantined, retries, damagedBytes },
    freeBytes: watch.freeBytes(),
    books: watch.books() ?? null,
    logs: logs.map((end) => ({ ...end, newestAt: new Date(end.newestAt).toISOString() })),
    collectors: watch.collectors(),
  }
}
