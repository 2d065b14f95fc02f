// `GET /api/v1/attribution`: which clicks, or else views, conversions follow from.
import type { ApiOptions, App } from '../context.ts'
import { guard, route, visible } from '../route.ts'
import { attributionAnswer, attributionQuery } from '../schemas/attribution.ts'

export function addAttribution(app: App, options: ApiOptions): void {
  guard(app, 'read', 'GET', '/api/v1/attribution')
  app.openapi(
    route('get', '/api/v1/attribution', {
      summary: 'Conversions and value, credited to the clicks or views before them',
      query: attributionQuery,
      answer: attributionAnswer,
    }),
    async (context) => {
      const { site, by, ...rest } = context.req.valid('query')
      const sites = visible(context.get('grant'), site) ?? options.sites()
      const answer = await options.answers.attribution({ ...rest, site: sites, by: by?.split(',') ?? [] })
      return context.json(answer, 200)
    },
  )
}
