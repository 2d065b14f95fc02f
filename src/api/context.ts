// What the API is given: answers, keys and a way to make events durable. It knows no SQL, no log and no file.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type {
  Attribution,
  AttributionQuery,
  Books,
  BooksQuery,
  Breakdown,
  BreakdownQuery,
  ComparedRow,
  Difference,
  DifferenceQuery,
  EventStory,
  Experiment,
  ExperimentQuery,
  ExperimentTrend,
  ExportQuery,
  FeedPage,
  FeedPlace,
  Loss,
  LossQuery,
  RangeQuery,
  RecentEvent,
  RecentQuery,
  Report,
  ReportQuery,
  ReportRow,
  Restatement,
  Series,
  SeriesQuery,
  Sites,
} from '../report/index.ts'
import type { Access } from './access/access.ts'
import type { Caller, Grant, KeyDesk, KeyEntry, OidcOptions } from './access/grant.ts'
import type { InstallKit } from './install.ts'
import type { Watch } from './watch.ts'

export type { Caller, Grant, KeyDesk, KeyEntry, OidcOptions }

/** The questions of `report`, bound to a store. Bad queries reject with WaysideError. */
export interface Answers {
  /** With `compare`, each row also holds `previous`: the figures of the period before. */
  report(query: ReportQuery & { compare?: boolean }): Promise<ReportAnswer>
  /** The same rows as a Parquet file. */
  reportFile(query: ReportQuery & { compare?: boolean }): Promise<Uint8Array>
  loss(query: LossQuery): Promise<Loss>
  series(query: SeriesQuery): Promise<Series>
  breakdown(query: BreakdownQuery): Promise<Breakdown>
  /** Windows of sites are filled in. */
  attribution(query: Omit<AttributionQuery, 'windows'>): Promise<Attribution>
  /** The rows as a file, which is gone once it was read. Without `asOf`: as known now. */
  exportFile(query: ExportFileQuery): Promise<AsyncIterable<Uint8Array>>
  feedPage(after: FeedPlace): Promise<FeedPage>
  /** @param before milliseconds; absent: after everything there is */
  feedPlace(before?: number): Promise<FeedPlace>
  books(query: BooksQuery): Promise<Books>
  /** Without a control: the first variant by name. */
  experiment(query: ExperimentQuery): Promise<Experiment>
  experimentTrend(query: ExperimentQuery): Promise<ExperimentTrend>
  /** @param sites where to look; undefined for everywhere. */
  findEvent(id: string, sites: readonly string[] | undefined): Promise<EventStory | undefined>
  recentEvents(query: RecentQuery): Promise<RecentEvent[]>
  /** What finished rejudgements changed. */
  restatements(query: RangeQuery & { site?: Sites | undefined }): Promise<Restatement[]>
  /** What is held, newest first, and how much of it by code. @param sites undefined: all, also what is no site's. */
  quarantine(sites: readonly string[] | undefined, code: string | undefined, limit: number): Promise<Quarantine>
  /** The thing in quarantine that named this event, if there is one. */
  findHeld(id: string, sites: readonly string[] | undefined): Promise<Quarantine['held'][number] | undefined>
  difference(query: DifferenceQuery): Promise<Difference>
  /** What is set for a site, or holds for all. */
  siteFacts(site: string): SiteFacts
}

/** What could not be read. */
export interface Quarantine {
  counts: { code: string; held: number }[]
  held: { log: string; sequence: number; index: number; code: string; site: string; receivedAt: number; id: string }[]
}

/** A site's time zone and windows. */
export interface SiteFacts {
  site: string
  /** IANA name. */
  timeZone: string
  clickWindowSeconds: number
  viewWindowSeconds: number
  repeatWindowSeconds: number
}

export interface ExportFileQuery extends Omit<ExportQuery, 'asOf' | 'windows'> {
  asOf: number | undefined
  format: 'ndjson' | 'csv' | 'parquet'
}

export interface ReportAnswer extends Omit<Report, 'rows'> {
  rows: (ReportRow | ComparedRow)[]
  /** Rule M12: within how long a second event on one item of one list is a repeat, by site; `*`: all others. */
  repeatWindowSeconds: Record<string, number>
  /** The period before, when it was asked for. */
  previous?: { from: string; to: string }
}

export interface StaticPage {
  type: string
  body: Uint8Array
  brotli?: Uint8Array
}

export interface ApiOptions {
  answers: Answers
  /** The grant of a bearer key, or undefined. */
  authenticate(key: string): Grant | undefined
  /** The grant of a live key by its id, or undefined. */
  grantOf(id: string): Grant | undefined
  /** Make a server's batch durable; rejects when it cannot. `site` is where the key may write. */
  append(body: Uint8Array, site: string): Promise<void>
  keys: KeyDesk
  /** Where `webhooks.json`, `access.json` and the audit list are kept. */
  folder: string
  /** Where people reach the dashboard, as they type it. Absent: as each request names it; sign-in over https needs it. */
  publicUrl?: string | undefined
  oidc?: OidcOptions | undefined
  /** Who sent a request: the peer's own address, unless the peer is a trusted proxy whose `Forwarded` or `X-Forwarded-For` names another. Absent: the peer's. */
  senderOf?(peer: string, forwarded: string | undefined, forwardedFor: string | undefined): string
  /** Pauses between tries of a delivery, milliseconds; WEBHOOK_RETRY_MS otherwise. */
  webhookRetryMs?: readonly number[]
  /** Sites that exist. */
  sites(): string[]
  /** Rejects, saying why, when the store or the loader cannot do its work. */
  ready(): Promise<void>
  /** How far reports are behind, milliseconds: new events, and a backlog (0: none). Absent where nobody loads. */
  behind?(): { lagMs: number; backlogMs: number }
  /** Prometheus text. */
  metrics(): Promise<string>
  watch: Watch
  /** What a site's owner puts on its pages. */
  install: InstallKit
  /** Milliseconds that only grow. */
  monotonic(): number
  /** Static pages by path, e.g. `/` → HTML; where there is one, a shorter form for clients that take brotli. */
  pages: ReadonlyMap<string, StaticPage>
}

export type Variables = { Variables: { grant: Grant; caller: Caller | undefined; access: Access } }
export type App = OpenAPIHono<Variables>
