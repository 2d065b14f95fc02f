// A small world for the tag: a shop, two datacenters behind gates that can fail, and a destination, each on its own loopback address, so that
// they are sites of their own. The datacenters are real servers that keep what they received; tests wait on them, never on a driver.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { freePort, type Gate, startGate } from '../../lab/gate/index.ts'
import type { Batch, Event } from '../../src/event/index.ts'

/** One event as a datacenter received it. */
export interface Received extends Event {
  datacenter: string
  /** How the request came: its method and path. */
  request: string
  batch: Batch
  headers: IncomingMessage['headers']
}

export interface Datacenter {
  readonly url: string
  readonly gate: Gate
  /** Requests that asked for the tag. */
  tagRequests: number
}

export interface World {
  /** The shop's address, and a second origin of the same kind. */
  readonly shop: string
  readonly destination: string
  readonly a: Datacenter
  readonly b: Datacenter
  readonly received: Received[]
  /** Paths that the shop and the destination were asked for, in order. */
  readonly visits: string[]
  /** Serve this at a path of the shop. A string is HTML. */
  page(path: string, html: string, headers?: Record<string, string>): string
  /** The distinct events of a type that arrived so far, the first copy of each. */
  events(type?: string): Received[]
  /** Waits until the check passes, by the time that the machine was awake; fails with what was received otherwise. */
  until(what: string, check: () => boolean, waitMs?: number): Promise<void>
  /** Answer nobody who asks for the tag, until told otherwise. @returns how to tell. */
  holdTag(): () => void
  reset(): Promise<void>
  /** Forget what was received and visited, and ignore from now on what occurred before: browsers still send it of pages long gone. */
  forget(): void
  close(): Promise<void>
}

const TAG_FOLDER = resolve(import.meta.dirname, '../../dist/tag')
const GIF = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64')

/** A wait of 15 ms that took longer than this is a machine that stood still, and then also the browsers did. */
const AWAKE_MS = 100

const listen = async (server: Server, host: string): Promise<number> => {
  await new Promise<void>((done) => server.listen(0, host, done))
  return (server.address() as AddressInfo).port
}
const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text
}

/** Start the servers. Each test file starts its own world, and closes it. */
export async function startWorld(): Promise<World> {
  const received: Received[] = []
  const visits: string[] = []
  /** Nothing counts that occurred before this, milliseconds of the one clock that pages and servers share. */
  let since = 0
  let tagMayGo = Promise.resolve()
  let letTagGo = (): void => {}
  const pages = new Map<string, { html: string; headers: Record<string, string> }>()
  const servers: Server[] = []
  const gates: Gate[] = []

  const serve = async (host: string, answer: (request: IncomingMessage, response: ServerResponse) => void) => {
    const server = createServer(answer)
    servers.push(server)
    return { port: await listen(server, host), host }
  }

  const shopServer = await serve('127.0.0.1', (request, response) => {
    const path = request.url!.split('?')[0]!
    const page = pages.get(path)
    if (path !== '/favicon.ico') visits.push(request.url!)
    response.writeHead(page ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8', ...page?.headers })
    response.end(page?.html)
  })
  const destinationServer = await serve('127.0.0.9', (request, response) => {
    if (request.url !== '/favicon.ico') visits.push(request.url!)
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>destination</title>there')
  })

  const startDatacenter = async (name: string, host: string): Promise<Datacenter> => {
    const keep = (text: string, request: IncomingMessage): void => {
      const batch = JSON.parse(text) as Batch
      for (const event of batch.events.filter(({ occurredAt }) => occurredAt >= since))
        received.push({
          ...event,
          datacenter: name,
          request: `${request.method} ${request.url!.split('?')[0]}`,
          batch,
          headers: request.headers,
        })
    }
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const url = new URL(request.url!, 'http://x')
      response.setHeader('Access-Control-Allow-Origin', '*')
      response.setHeader('Access-Control-Expose-Headers', 'Retry-After')
      if (url.pathname.startsWith('/tag/')) {
        datacenter.tagRequests++
        await tagMayGo
        response.setHeader('Content-Type', 'text/javascript')
        return void response.end(readFileSync(resolve(TAG_FOLDER, url.pathname.split('/').at(-1)!)))
      }
      const body = await bodyOf(request)
      const d = url.searchParams.get('d')
      if (d) keep(Buffer.from(d, 'base64url').toString(), request)
      else if (url.pathname === '/w/1') keep(body, request)
      if (url.pathname === '/w/1.gif' && request.method === 'GET')
        return void response.writeHead(200, { 'Content-Type': 'image/gif', 'Cache-Control': 'no-store' }).end(GIF)
      response.writeHead(url.pathname.startsWith('/w/') ? 204 : 404).end()
    }
    const target = await serve(host, (request, response) => void answer(request, response))
    const gate = await startGate({ port: await freePort(), host, target })
    gates.push(gate)
    const datacenter: Datacenter = { url: `http://${host}:${gate.port}`, gate, tagRequests: 0 }
    return datacenter
  }
  const a = await startDatacenter('a', '127.0.0.2')
  const b = await startDatacenter('b', '127.0.0.3')

  const world: World = {
    shop: `http://127.0.0.1:${shopServer.port}`,
    destination: `http://127.0.0.9:${destinationServer.port}`,
    a,
    b,
    received,
    visits,
    page(path, html, headers = {}) {
      pages.set(path, { html: `<!doctype html><meta charset="utf-8">${html}`, headers })
      return world.shop + path
    },
    events: (type) =>
      [...new Map(received.toReversed().map((event) => [event.id, event])).values()]
        .reverse()
        .filter((event) => !type || event.type === type),
    async until(what, check, waitMs = 20_000) {
      let waitedMs = 0
      while (!check()) {
        if (waitedMs > waitMs) {
          const seen = received.map(({ datacenter, request, type, item, via }) => ({
            datacenter,
            request,
            type,
            item,
            via,
          }))
          throw new Error(`${what}: not within ${waitMs} ms. Received: ${JSON.stringify(seen)}; visits: ${visits}`)
        }
        const before = performance.now()
        await new Promise((resume) => setTimeout(resume, 15))
        waitedMs += Math.min(performance.now() - before, AWAKE_MS)
      }
    },
    holdTag() {
      const { promise, resolve } = Promise.withResolvers<void>()
      tagMayGo = promise
      letTagGo = resolve
      return resolve
    },
    async reset() {
      letTagGo()
      for (const gate of gates) await gate.set('ok')
      a.tagRequests = b.tagRequests = 0
    },
    forget() {
      since = Date.now()
      received.length = 0
      visits.length = 0
    },
    async close() {
      for (const gate of gates) await gate.close()
      for (const server of servers) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
  return world
}
