// `GET /api/v1/feed`: events as they come into the store, as server-sent events (HTML standard, 9.2), from where the reader stopped.
// Promises: a reader that names the last id it read misses nothing; a slow reader slows only itself; a revoked key ends its stream.
import { streamSSE } from 'hono/streaming'
import { WaysideError } from '../../event/index.ts'
import { pause } from '../../platform/index.ts'
import { type FeedPlace, placeText, readPlace, readRange } from '../../report/index.ts'
import type { ApiOptions, App } from '../context.ts'
import { isWanted, sitesOf } from '../feed/filter.ts'
import type { Tail } from '../feed/tail.ts'
import { requireSite } from '../guard.ts'
import { FEED_HEARTBEAT_MS, FEED_POLL_MS, FEED_READERS_MAX, FEED_WRITE_MS_MAX } from '../limits.ts'
import { guard, route } from '../route.ts'
import { feedAnswer, feedQuery } from '../schemas/feed.ts'

export function addFeed(app: App, options: ApiOptions, tail: Tail, stopping: AbortSignal): void {
  guard(app, 'read', 'GET', '/api/v1/feed')
  let readers = 0
  const described = route('get', '/api/v1/feed', {
    summary: 'Events as they come in: server-sent events, resumable by Last-Event-ID',
    query: feedQuery,
    answer: feedAnswer,
    also: ['text/event-stream'],
  })
  app.openapi(described, async (context) => {
    const { site, type, since, after, ...names } = context.req.valid('query')
    if (site !== undefined) requireSite(context.get('grant'), site)
    if (readers >= FEED_READERS_MAX)
      throw new WaysideError('RATE_LIMITED', `${FEED_READERS_MAX} read the feed already.`)
    const caller = context.get('caller')
    let place = await begin(options, context.req.header('Last-Event-ID') ?? after, since)
    const types = type?.split(',')
    readers++
    return streamSSE(context, async (stream) => {
      const cut = new Promise<void>((resolve) => {
        stream.onAbort(resolve)
        stopping.addEventListener('abort', () => resolve(), { once: true })
      })
      const send = async (message: { id: string; event?: string; data: string }): Promise<void> => {
        const timer = setTimeout(() => hangUp(context.env), FEED_WRITE_MS_MAX)
        await Promise.race([stream.writeSSE(message), cut]).finally(() => clearTimeout(timer))
      }
      try {
        let saidAt = options.monotonic()
        // The first message says where the reader stands, so that it can resume before anything has happened.
        await send({ id: placeText(place), event: 'place', data: '' })
        while (!stream.aborted && !stopping.aborted) {
          const grant = caller?.grant()
          if (!grant) return
          const page = await tail.page(place)
          const filter = { ...names, types, sites: sitesOf(grant, site) }
          for (const { event, place: after } of page.events) {
            if (stream.aborted || stopping.aborted) return
            if (!isWanted(event, filter)) continue
            await send({ id: placeText(after), event: event.type, data: JSON.stringify(event) })
            saidAt = options.monotonic()
          }
          place = page.place
          if (options.monotonic() - saidAt > FEED_HEARTBEAT_MS) {
            await send({ id: placeText(place), event: 'place', data: '' })
            saidAt = options.monotonic()
          }
          if (page.isEnd) await pause(FEED_POLL_MS, stopping)
        }
      } finally {
        readers--
      }
    }) as never
  })
}

/** Where a reader begins: after the last event it read; at a time; or now. */
async function begin({ answers }: ApiOptions, last: string | undefined, since: string | undefined): Promise<FeedPlace> {
  if (last !== undefined && last !== '') return readPlace(last)
  return answers.feedPlace(since === undefined ? undefined : readRange({ from: since }).from)
}

/** Close the connection of a reader that has stopped reading: nothing that is written would reach it. */
function hangUp(env: unknown): void {
  ;(env as { outgoing?: { destroy(): void } }).outgoing?.destroy()
}
