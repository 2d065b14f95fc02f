// What the API is given: answers, keys and a way to make events durable. It knows no SQL, no log and no file.
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Books, BooksQuery, EventStory, RecentEvent, RecentQuery, Report, ReportQuery } from '../report/index.ts'

/** Who asks, and what for. */
export interface Grant {
  id: string
  right: 'read' | 'write' | 'admin'
  sites: string[] | '*'
}

/** The questions of `report`, bound to a store. Bad queries reject with WaysideError. */
export interface Answers {
  report(query: ReportQuery): Promise<Report>
  books(query: BooksQuery): Promise<Books>
  /** @param sites where to look; undefined for everywhere. */
  findEvent(id: string, sites: readonly string[] | undefined): Promise<EventStory | undefined>
  recentEvents(query: RecentQuery): Promise<RecentEvent[]>
}

export interface ApiOptions {
  answers: Answers
  /** The grant of a bearer key, or undefined. */
  authenticate(key: string): Grant | undefined
  /** Make a server's batch durable; rejects when it cannot. `site` is where the key may write. */
  append(body: Uint8Array, site: string): Promise<void>
  /** Sites that exist. */
  sites(): string[]
  /** Rejects, saying why, when the store or the loader cannot do its work. */
  ready(): Promise<void>
  /** Prometheus text. */
  metrics(): Promise<string>
  /** Milliseconds that only grow. */
  monotonic(): number
  /** Static pages by path, e.g. `/` → HTML. */
  pages: ReadonlyMap<string, { type: string; body: string | Uint8Array }>
}

export type Variables = { Variables: { grant: Grant } }
export type App = OpenAPIHono<Variables>
