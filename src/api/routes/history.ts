// What people ask when figures surprise them: what was restated, what could not be read, and why another tool says otherwise.
import { ERRORS, type ErrorCode } from '../../event/index.ts'
import type { ApiOptions, App } from '../context.ts'
import { requireSite } from '../guard.ts'
import { guard, route, visible } from '../route.ts'
import {
  differenceAnswer,
  differenceQuery,
  quarantineAnswer,
  quarantineQuery,
  restatementsAnswer,
  restatementsQuery,
} from '../schemas/history.ts'

export function addHistory(app: App, { answers }: ApiOptions): void {
  guard(app, 'read', 'GET', '/api/v1/restatements', '/api/v1/quarantine', '/api/v1/difference')
  app.openapi(
    route('get', '/api/v1/restatements', {
      summary: 'Figures that rejudgements changed, before and after',
      query: restatementsQuery,
      answer: restatementsAnswer,
    }),
    async (context) => {
      const { site, ...range } = context.req.valid('query')
      const restatements = await answers.restatements({ ...range, site: visible(context.get('grant'), site) })
      return context.json({ restatements }, 200)
    },
  )
  app.openapi(
    route('get', '/api/v1/quarantine', {
      summary: 'What could not be read, and why',
      query: quarantineQuery,
      answer: quarantineAnswer,
    }),
    async (context) => {
      const { site, code, limit } = context.req.valid('query')
      const { counts, held } = await answers.quarantine(visible(context.get('grant'), site), code, limit)
      const explained = held.map(({ receivedAt, ...row }) => ({
        ...row,
        explanation: ERRORS[row.code as ErrorCode]?.[1] ?? '',
        receivedAt: receivedAt > 0 ? new Date(receivedAt).toISOString() : '',
      }))
      return context.json({ counts, held: explained }, 200)
    },
  )
  app.openapi(
    route('get', '/api/v1/difference', {
      summary: 'Another tool’s daily counts beside ours, with what explains the difference',
      query: differenceQuery,
      answer: differenceAnswer,
    }),
    async (context) => {
      const { site, theirs, ...rest } = context.req.valid('query')
      const days = theirs.split(',').map((pair) => {
        const [day = '', count = ''] = pair.split(':')
        return { day, count: Number(count) }
      })
      const asked = { ...rest, site: requireSite(context.get('grant'), site), theirs: days }
      return context.json(await answers.difference(asked), 200)
    },
  )
}
