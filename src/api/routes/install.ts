// For a site's people: what to put on their pages, and whether what it sends arrives and counts; if not, why.
import { ERRORS, type ErrorCode, REASONS, type Reason, WaysideError } from '../../event/index.ts'
import type { RecentEvent } from '../../report/index.ts'
import type { ApiOptions, App } from '../context.ts'
import { requireSite } from '../guard.ts'
import { installOf } from '../install.ts'
import { CHECK_BACK_MS, CHECK_EVENTS_MAX, QUARANTINE_MAX } from '../limits.ts'
import { guard, route } from '../route.ts'
import { checkAnswer, checkQuery, installAnswer, siteQuery } from '../schemas/install.ts'

export function addInstall(app: App, options: ApiOptions): void {
  const { answers, install, sites, watch } = options
  guard(app, 'read', 'GET', '/api/v1/install', '/api/v1/check')
  app.openapi(
    route('get', '/api/v1/install', {
      summary: 'The snippet for a site, its hashes and its policy lines',
      query: siteQuery,
      answer: installAnswer,
    }),
    (context) => {
      const site = requireSite(context.get('grant'), context.req.valid('query').site)
      if (!sites().includes(site)) throw new WaysideError('SITE_UNKNOWN')
      return context.json(installOf(install, site), 200)
    },
  )
  app.openapi(
    route('get', '/api/v1/check', {
      summary: 'What arrived from a site within minutes, and why what does not count does not',
      query: checkQuery,
      answer: checkAnswer,
    }),
    async (context) => {
      const { site, since } = context.req.valid('query')
      requireSite(context.get('grant'), site)
      const now = watch.now()
      const from = new Date(Math.max(now - CHECK_BACK_MS, Date.parse(since ?? '') || 0)).toISOString()
      const recent = async (type?: 'click'): Promise<RecentEvent[]> =>
        (await answers.recentEvents({ site: [site], type, limit: CHECK_EVENTS_MAX })).filter(
          (event) => event.receivedAt >= from,
        )
      // Clicks first, and never pushed out: on a live site a hundred impressions come in between two looks.
      const events = [...(await recent('click')), ...(await recent()).filter(({ type }) => type !== 'click')]
      const { held } = await answers.quarantine([site], undefined, QUARANTINE_MAX)
      return context.json(
        {
          at: new Date(now).toISOString(),
          events: events.map(({ id, type, receivedAt, item, placement, via, datacenter, verdict }) => {
            const explanation = REASONS[verdict as Reason] ?? ''
            return { id, type, receivedAt, item, placement, via, datacenter, verdict, explanation }
          }),
          unread: held
            .filter(({ receivedAt }) => receivedAt >= Date.parse(from))
            .map(({ receivedAt, code }) => ({
              receivedAt: new Date(receivedAt).toISOString(),
              code,
              explanation: ERRORS[code as ErrorCode]?.[1] ?? '',
            })),
        },
        200,
      )
    },
  )
}
