// The control page's server: shows the state as a stream, and passes orders on to the datacenters.
// Does not: obey other sites' pages: orders from another origin are refused.
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { CONDITIONS, type Condition } from '../datacenter.ts'
import { servePublic } from '../serve.ts'
import type { Feed, Numbers } from './feed.ts'

/** One stretch of a datacenter's life; milliseconds since the Unix epoch. The last one has no end. */
export interface Stretch {
  condition: Condition
  start: number
  end?: number
}

export type CentreName = 'a' | 'b'

/** What the control page needs of a datacenter. */
export interface Centre {
  readonly condition: Condition
  readonly since: number
  readonly pid: number | undefined
  set(condition: Condition): Promise<void>
}

export interface ControlOptions {
  centres: Record<CentreName, Centre>
  feed: Feed
  /** Names of items, for people. */
  titles: Record<string, string>
  urls: { store: string; backend: string }
  folder: string
  /** Aborted when the demo ends: open streams end with it. */
  ending: AbortSignal
}

const EVERY_MS = 1_000
const STRETCHES_MAX = 200

export function controlApp(options: ControlOptions): Hono {
  const { centres, feed, titles, urls, folder, ending } = options
  const app = new Hono()
  const history = new History(centres)
  const wakers = new Set<() => void>()
  const wakeAll = (): void => {
    for (const wake of wakers) wake()
  }
  ending.addEventListener('abort', wakeAll)

  servePublic(app, ['control.css', 'control.js', 'control.html'])
  app.get('/', (context) => context.redirect('/control.html'))

  app.post('/datacenter/:name/:condition', async (context) => {
    const from = context.req.header('sec-fetch-site')
    if (from !== undefined && from !== 'same-origin') return context.text('Orders come from the control page.', 403)
    const { name, condition } = context.req.param()
    const chosen = name === 'both' ? Object.values(centres) : [centres[name as CentreName]]
    if (!chosen[0] || !CONDITIONS.includes(condition as Condition)) return context.text('No such datacenter.', 404)
    await Promise.all(chosen.map((centre) => centre?.set(condition as Condition)))
    history.note()
    wakeAll()
    return context.json(stateOf(centres))
  })

  app.get('/state', async (context) => context.json({ centres: stateOf(centres), numbers: await feed.read() }))
  app.get('/stream', (context) =>
    streamSSE(context, async (stream) => {
      const send = (numbers: Numbers): Promise<void> =>
        stream.writeSSE({
          data: JSON.stringify({
            now: Date.now(),
            centres: stateOf(centres),
            history: history.stretches,
            numbers,
            titles,
            urls,
            folder,
          }),
        })
      // What a button did shows at once; the numbers follow when the backend has answered.
      while (!stream.aborted && !ending.aborted) {
        await send(feed.latest)
        await send(await feed.read())
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            clearTimeout(timer)
            wakers.delete(wake)
            resolve()
          }
          const timer = setTimeout(wake, EVERY_MS)
          wakers.add(wake)
        })
      }
    }),
  )
  return app
}

function stateOf(
  centres: Record<CentreName, Centre>,
): Record<string, { condition: Condition; since: number; pid: number | undefined }> {
  return Object.fromEntries(
    Object.entries(centres).map(([name, { condition, since, pid }]) => [name, { condition, since, pid }]),
  )
}

/** What became of each datacenter, for the page's time line. */
class History {
  readonly stretches: Record<CentreName, Stretch[]> = { a: [], b: [] }
  readonly #centres: Record<CentreName, Centre>

  constructor(centres: Record<CentreName, Centre>) {
    this.#centres = centres
    this.note()
  }

  note(): void {
    for (const name of ['a', 'b'] as const) {
      const { condition, since } = this.#centres[name]
      const stretches = this.stretches[name]
      const last = stretches.at(-1)
      if (last?.condition === condition) continue
      if (last) last.end = since
      stretches.push({ condition, start: since })
      if (stretches.length > STRETCHES_MAX) stretches.shift()
    }
  }
}
