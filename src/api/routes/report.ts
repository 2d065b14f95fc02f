// The questions about many events: report, books, loss. Each is checked against what the key may see.
import { formatRows } from '../../report/index.ts'
import type { ApiOptions, App } from '../context.ts'
import { guard, onlyOf, route, visible } from '../route.ts'
import { booksAnswer, booksQuery, lossAnswer, lossQuery, reportAnswer, reportQuery } from '../schemas/report.ts'

const TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
}

export function addReport(app: App, options: ApiOptions): void {
  const { answers } = options
  guard(app, 'read', 'GET', '/api/v1/report', '/api/v1/books', '/api/v1/loss')
  app.openapi(
    route('get', '/api/v1/report', {
      summary: 'Impressions, views, clicks and rates by any dimension',
      query: reportQuery,
      answer: reportAnswer,
      also: ['text/csv', 'application/x-ndjson', 'application/vnd.apache.parquet'],
    }),
    async (context) => {
      const { site, by, compare, format, ...rest } = context.req.valid('query')
      const sites = visible(context.get('grant'), site) ?? options.sites()
      const { from, to, tz, limit, after } = rest
      const query = {
        ...{ from, to, tz, limit, after, site: sites },
        ...{ only: onlyOf(rest), by: by?.split(',') ?? [], compare: compare === 'previous' },
      }
      if (format === 'parquet') return file(await answers.reportFile(query), TYPES.parquet) as never
      const answer = await answers.report(query)
      if (format === 'json') return context.json(answer, 200)
      const next = answer.next === undefined ? {} : { 'Wayside-Next': answer.next }
      return file(formatRows(answer.rows, format, query.by), TYPES[format], next) as never
    },
  )
  app.openapi(
    route('get', '/api/v1/books', {
      summary: 'Every received record, accounted for',
      query: booksQuery,
      answer: booksAnswer,
    }),
    async (context) => {
      const { site, ...range } = context.req.valid('query')
      const books = await answers.books({ ...range, site: visible(context.get('grant'), site) })
      return context.json({ ...books, ...options.behind?.() }, 200)
    },
  )
  app.openapi(
    route('get', '/api/v1/loss', {
      summary: 'What outboxes numbered and we never received, with an interval',
      query: lossQuery,
      answer: lossAnswer,
    }),
    async (context) => {
      const { site, by, ...range } = context.req.valid('query')
      const sites = visible(context.get('grant'), site) ?? options.sites()
      return context.json(await answers.loss({ ...range, site: sites, by: by?.split(',') ?? [] }), 200)
    },
  )
}

function file(body: string | Uint8Array, type: string, headers: Record<string, string> = {}): Response {
  return new Response(body as string, { headers: { 'Content-Type': type, ...headers } })
}
