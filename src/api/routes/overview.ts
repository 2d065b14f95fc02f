// What an overview draws, in two questions: `GET /api/v1/series`, figures over time; `GET /api/v1/breakdown`, the values of several dimensions.
import type { ApiOptions, App } from '../context.ts'
import { guard, onlyOf, route, visible } from '../route.ts'
import { breakdownAnswer, overviewQuery, seriesAnswer } from '../schemas/overview.ts'

export function addOverview(app: App, options: ApiOptions): void {
  const { answers } = options
  guard(app, 'read', 'GET', '/api/v1/series', '/api/v1/breakdown')
  app.openapi(
    route('get', '/api/v1/series', {
      summary: 'Figures over time, in steps that suit the length, with what came late and when nothing came in',
      query: overviewQuery,
      answer: seriesAnswer,
    }),
    async (context) => {
      const { site, from, to, tz, ...names } = context.req.valid('query')
      const sites = visible(context.get('grant'), site) ?? options.sites()
      return context.json(await answers.series({ site: sites, from, to, tz, only: onlyOf(names) }), 200)
    },
  )
  app.openapi(
    route('get', '/api/v1/breakdown', {
      summary: 'The largest placements, positions, items and variants, and the items that moved most',
      query: overviewQuery,
      answer: breakdownAnswer,
    }),
    async (context) => {
      const { site, from, to, tz, ...names } = context.req.valid('query')
      const sites = visible(context.get('grant'), site) ?? options.sites()
      return context.json(await answers.breakdown({ site: sites, from, to, tz, only: onlyOf(names) }), 200)
    },
  )
}
