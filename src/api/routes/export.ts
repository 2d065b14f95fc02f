// `GET /api/v1/export`: rows for training of up to a day, from a node that runs. Longer stretches are the command's.
import { WaysideError } from '../../event/index.ts'
import { readRange } from '../../report/index.ts'
import type { ApiOptions, App } from '../context.ts'
import { requireSite } from '../guard.ts'
import { EXPORT_HOURS_MAX } from '../limits.ts'
import { guard, route } from '../route.ts'
import { exportAnswer, exportQuery } from '../schemas/export.ts'

const TYPES = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8; header=present',
  parquet: 'application/vnd.apache.parquet',
}

export function addExport(app: App, options: ApiOptions): void {
  guard(app, 'read', 'GET', '/api/v1/export')
  app.openapi(
    route('get', '/api/v1/export', {
      summary: 'What was shown and what came of it, as known at a cut-off: up to a day',
      query: exportQuery,
      answer: exportAnswer,
      also: Object.values(TYPES),
    }),
    async (context) => {
      const { site, from, to, tz, asOf, rows, outcomeHours, ...how } = context.req.valid('query')
      requireSite(context.get('grant'), site)
      const range = readRange({ from, to, tz })
      if (range.to - range.from > EXPORT_HOURS_MAX * 3_600_000)
        throw new WaysideError('RANGE', `Up to ${EXPORT_HOURS_MAX} hours at once.`)
      const file = await options.answers.exportFile({
        site,
        from: range.from,
        to: range.to,
        asOf: asOf === undefined ? undefined : readRange({ to: asOf, tz }).to,
        base: rows,
        outcomeMs: outcomeHours * 3_600_000,
        ...how,
      })
      return new Response(ReadableStream.from(file) as ReadableStream, {
        headers: { 'Content-Type': TYPES[how.format] },
      }) as never
    },
  )
}
