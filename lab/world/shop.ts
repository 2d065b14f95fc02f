// The customer's shop and the page that its links lead to. Each technique has an origin of its own, so that nothing stored is shared;
// the destination is another site. Tells when a page is ready to be clicked and when a destination was asked for.
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'

export const SHOP_PORT = 8080
export const DESTINATION_PORT = 8081

/** Where a click was made and where it got to, milliseconds since the epoch on one clock. */
export interface Arrival {
  clickedAt: number
  arrivedAt: number
}

export interface PageQuery {
  technique: string
  click: string
}

/** The page's address doesn't spell the click's name as the link's does: trackers send the page's address with everything. */
export const shopPage = (technique: string, click: string): string =>
  `http://${technique}.localhost:${SHOP_PORT}/shop?technique=${technique}&for=${click.replaceAll('.', '_')}`

/** Resolves to undefined when it did not happen in time. */
class Waiters<T> {
  readonly #came = new Map<string, T>()
  readonly #waiting = new Map<string, (value: T) => void>()

  came(key: string, value: T): void {
    this.#came.set(key, value)
    this.#waiting.get(key)?.(value)
  }

  forget(key: string): void {
    this.#came.delete(key)
  }

  wait(key: string, timeoutMs: number): Promise<T | undefined> {
    const already = this.#came.get(key)
    if (already !== undefined) return Promise.resolve(already)
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), timeoutMs)
      this.#waiting.set(key, (value) => {
        clearTimeout(timer)
        resolve(value)
      })
    })
  }
}

export class Shop {
  readonly ready: Waiters<number> = new Waiters()
  readonly arrivals: Waiters<Arrival> = new Waiters()
  /** When each technique's origin was last asked for a page, by technique: every time, in order. */
  readonly pageViews: Map<string, number[]> = new Map()
  #servers: Server[] = []

  async open(page: (query: PageQuery) => string): Promise<void> {
    const shop = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://shop')
      const click = url.searchParams.get('click') ?? ''
      if (url.pathname === '/shop') {
        const named = (url.searchParams.get('for') ?? '').replaceAll('_', '.')
        const technique = url.searchParams.get('technique') ?? 'none'
        this.pageViews.set(technique, [...(this.pageViews.get(technique) ?? []), Date.now()])
        response.setHeader('Content-Type', 'text/html; charset=utf-8')
        return void response.end(page({ technique, click: named }))
      }
      if (url.pathname === '/ready') this.ready.came(click, Date.now())
      else if (url.pathname === '/product') return this.#arrive(url, response)
      response.writeHead(204).end()
    })
    const destination = createServer((request, response) =>
      this.#arrive(new URL(request.url ?? '/', 'http://destination'), response),
    )
    this.#servers = [shop.listen(SHOP_PORT), destination.listen(DESTINATION_PORT)]
    await Promise.all(this.#servers.map((server) => once(server, 'listening')))
  }

  #arrive(url: URL, response: { setHeader(name: string, value: string): unknown; end(text: string): unknown }): void {
    const click = url.searchParams.get('click')
    const arrivedAt = Date.now()
    if (click) this.arrivals.came(click, { clickedAt: Number(url.searchParams.get('t')), arrivedAt })
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end('<!doctype html><title>Destination</title><link rel="icon" href="data:,"><h1>There</h1>')
  }

  close(): void {
    for (const server of this.#servers) {
      server.close()
      server.closeAllConnections()
    }
  }
}
