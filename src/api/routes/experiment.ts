// `GET /api/v1/experiment`: variants beside a control, with intervals that stay valid however often they are asked for.
import { WaysideError } from '../../event/index.ts'
import { readShares } from '../../report/index.ts'
import type { ApiOptions, App } from '../context.ts'
import { guard, route, visible } from '../route.ts'
import { experimentAnswer, experimentQuery } from '../schemas/experiment.ts'

export function addExperiment(app: App, options: ApiOptions): void {
  guard(app, 'read', 'GET', '/api/v1/experiment')
  app.openapi(
    route('get', '/api/v1/experiment', {
      summary: 'Variants compared, with intervals that stay valid at every look',
      query: experimentQuery,
      answer: experimentAnswer,
    }),
    async (context) => {
      const { site, shares, loss, ...rest } = context.req.valid('query')
      const [only, ...others] = visible(context.get('grant'), site) ?? options.sites()
      if (only === undefined || others.length > 0) throw new WaysideError('QUERY', 'Name one "site".')
      const answer = await options.answers.experiment({
        ...rest,
        site: only,
        withoutLoss: loss === 'no',
        ...(shares && { shares: readShares(shares) }),
      })
      return context.json(answer, 200)
    },
  )
}
