// `GET /api/v1/sites`: what a key may do, and the sites that it covers with their time zone and windows.
import type { ApiOptions, App } from '../context.ts'
import { guard, route, visible } from '../route.ts'
import { sitesAnswer } from '../schemas/sites.ts'

export function addSites(app: App, options: ApiOptions): void {
  guard(app, 'read', 'GET', '/api/v1/sites')
  app.openapi(
    route('get', '/api/v1/sites', {
      summary: 'The sites that this key covers, with their time zones and windows',
      answer: sitesAnswer,
    }),
    (context) => {
      const grant = context.get('grant')
      const existing = options.sites()
      const sites = (visible(grant, undefined) ?? existing).filter((site) => existing.includes(site))
      const facts = sites.map((site) => options.answers.siteFacts(site))
      const { by } = context.get('caller')!
      return context.json(
        { by, view: grant.view ?? null, right: grant.right, everySite: grant.sites === '*', sites: facts },
        200,
      )
    },
  )
}
