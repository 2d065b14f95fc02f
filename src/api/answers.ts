// The answers as clients in TypeScript read them, made of the same schemas that check and describe them.
import type { z } from '@hono/zod-openapi'
import type { auditAnswer, madeShare, sessionsAnswer, sharesAnswer } from './schemas/access.ts'
import type { experimentAnswer, trendAnswer } from './schemas/experiment.ts'
import type { freshnessAnswer, healthAnswer } from './schemas/health.ts'
import type { differenceAnswer, quarantineAnswer, restatementsAnswer } from './schemas/history.ts'
import type { checkAnswer, installAnswer } from './schemas/install.ts'
import type { keysAnswer, madeKey } from './schemas/keys.ts'
import type { breakdownAnswer, seriesAnswer } from './schemas/overview.ts'
import type { booksAnswer, lossAnswer, reportAnswer } from './schemas/report.ts'
import type { sitesAnswer } from './schemas/sites.ts'

/** One event's story, and a copy in it, as `GET /api/v1/events/{id}` tells it; an event as the feed does. */
export type { Copy, EventStory, FeedEvent } from '../report/index.ts'

export type SitesAnswer = z.infer<typeof sitesAnswer>
export type ReportAnswer = z.infer<typeof reportAnswer>
export type BooksAnswer = z.infer<typeof booksAnswer>
export type LossAnswer = z.infer<typeof lossAnswer>
export type ExperimentAnswer = z.infer<typeof experimentAnswer>
export type SeriesAnswer = z.infer<typeof seriesAnswer>
export type BreakdownAnswer = z.infer<typeof breakdownAnswer>
export type FreshnessAnswer = z.infer<typeof freshnessAnswer>
export type HealthAnswer = z.infer<typeof healthAnswer>
export type RestatementsAnswer = z.infer<typeof restatementsAnswer>
export type QuarantineAnswer = z.infer<typeof quarantineAnswer>
export type DifferenceAnswer = z.infer<typeof differenceAnswer>
export type InstallAnswer = z.infer<typeof installAnswer>
export type CheckAnswer = z.infer<typeof checkAnswer>
export type KeysAnswer = z.infer<typeof keysAnswer>
export type MadeKey = z.infer<typeof madeKey>
export type SharesAnswer = z.infer<typeof sharesAnswer>
export type MadeShare = z.infer<typeof madeShare>
export type AuditAnswer = z.infer<typeof auditAnswer>
export type SessionsAnswer = z.infer<typeof sessionsAnswer>
export type TrendAnswer = z.infer<typeof trendAnswer>
