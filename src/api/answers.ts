// The answers as clients in TypeScript read them, made of the same schemas that check and describe them.
import type { z } from '@hono/zod-openapi'
import type { experimentAnswer } from './schemas/experiment.ts'
import type { breakdownAnswer, seriesAnswer } from './schemas/overview.ts'
import type { booksAnswer, lossAnswer, reportAnswer } from './schemas/report.ts'
import type { sitesAnswer } from './schemas/sites.ts'

export type SitesAnswer = z.infer<typeof sitesAnswer>
export type ReportAnswer = z.infer<typeof reportAnswer>
export type BooksAnswer = z.infer<typeof booksAnswer>
export type LossAnswer = z.infer<typeof lossAnswer>
export type ExperimentAnswer = z.infer<typeof experimentAnswer>
export type SeriesAnswer = z.infer<typeof seriesAnswer>
export type BreakdownAnswer = z.infer<typeof breakdownAnswer>
