// `GET /api/v1/experiment`: variants beside a control, with intervals that stay valid however often they are asked for.
import { WaysideError } from '../../event/index.ts'
import type { ApiOptions, App } from '../context.ts'
import { guard, route, visible } from '../route.ts'
import { experimentAnswer, experimentQuery } from '../schemas/experiment.ts'

export function addExperiment(app: App, options: ApiOptions): void {
  guard(app, options, 'read', 'GET', '/api/v1/experiment')
  app.openapi(
    route('get', '/api/v1/experiment', {
      summary: 'Variants compared, with intervals that stay valid at every look',
      query: experimentQuery,
      answer: experimentAnswer,
    }),
    async (context) => {
      const { site, shares, ...rest } = context.req.valid('query')
      const [only, ...others] = visible(context.get('grant'), site) ?? options.sites()
      if (only === undefined || others.length > 0) throw new WaysideError('QUERY', 'Name one "site".')
      const answer = await options.answers.experiment({
        ...rest,
        site: only,
        ...(shares && { shares: sharesOf(shares) }),
      })
      return context.json(answer, 200)
    },
  )
}

/** `control:9,new:1`, as the query's shape has checked it. */
function sharesOf(text: string): Record<string, number> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [variant = '', share] = part.split(':')
      return [variant, Number(share)]
    }),
  )
}
