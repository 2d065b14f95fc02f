// `GET /api/v1/experiment`: variants beside a control, with intervals that stay valid however often they are asked for.
import { WaysideError } from '../../event/index.ts'
import { readShares } from '../../report/index.ts'
import type { ApiOptions, App, Grant } from '../context.ts'
import { guard, route, visible } from '../route.ts'
import { experimentAnswer, experimentQuery, trendAnswer } from '../schemas/experiment.ts'

export function addExperiment(app: App, options: ApiOptions): void {
  guard(app, 'read', 'GET', '/api/v1/experiment', '/api/v1/experiment/trend')
  const oneSite = (grant: Grant, site: string | undefined): string => {
    const [only, ...others] = visible(grant, site) ?? options.sites()
    if (only === undefined || others.length > 0) throw new WaysideError('QUERY', 'Name one "site".')
    return only
  }
  app.openapi(
    route('get', '/api/v1/experiment', {
      summary: 'Variants compared, with intervals that stay valid at every look',
      query: experimentQuery,
      answer: experimentAnswer,
    }),
    async (context) => {
      const { site, shares, loss, ...rest } = context.req.valid('query')
      const answer = await options.answers.experiment({
        ...rest,
        site: oneSite(context.get('grant'), site),
        withoutLoss: loss === 'no',
        ...(shares && { shares: readShares(shares) }),
      })
      return context.json(answer, 200)
    },
  )
  app.openapi(
    route('get', '/api/v1/experiment/trend', {
      summary: 'The same comparison as it stood at the end of each step of time',
      query: experimentQuery,
      answer: trendAnswer,
    }),
    async (context) => {
      const { site, shares: _shares, loss: _loss, ...rest } = context.req.valid('query')
      return context.json(
        await options.answers.experimentTrend({ ...rest, site: oneSite(context.get('grant'), site) }),
        200,
      )
    },
  )
}
