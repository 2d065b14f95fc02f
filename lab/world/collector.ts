// What every technique sends its clicks to. Keeps when and how each copy of a click arrived; understands Wayside's batches,
// and for all others looks for the click's name in the address and the body.
import type { IncomingMessage } from 'node:http'
import { cors, type Handler } from './door.ts'

export interface Receipt {
  click: string
  /** Milliseconds since the epoch, this machine's clock, which the pages share. */
  at: number
  via: string
}

/** The name of a click as it travels: technique and number. */
const CLICK_NAME = /click\.[a-z0-9-]+\.\d+/g

const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

interface WaysideEvent {
  type: string
  item?: string
  via?: string
}

/** The clicks that a request tells of, one entry a copy. */
export function clicksIn(address: string, body: string): { click: string; via: string }[] {
  const url = new URL(address, 'https://collect.test')
  if (url.pathname.startsWith('/w/1')) {
    const text = url.pathname.endsWith('.gif')
      ? Buffer.from(url.searchParams.get('d') ?? '', 'base64url').toString()
      : body
    const { events } = JSON.parse(text) as { events: WaysideEvent[] }
    return events
      .filter((event) => event.type === 'click' && event.item !== undefined)
      .map((event) => ({ click: event.item!, via: event.via ?? 'fetch' }))
  }
  const names = `${decodeURIComponent(url.search)} ${body}`.match(CLICK_NAME) ?? []
  return [...new Set(names)].map((click) => ({ click, via: url.pathname }))
}

export class Collector {
  readonly receipts: Receipt[] = []

  /** The request handler of a door. A redirect is sent on its way; everything else is acknowledged. */
  readonly handle: (door: () => number) => Handler = (answerDelayMs) => (request, body, response) => {
    if (request.method === 'OPTIONS') return void response.writeHead(204, cors(request)).end()
    this.#keep(request, body)
    const url = new URL(request.url ?? '/', 'https://collect.test')
    setTimeout(() => {
      if (url.pathname === '/r')
        response.writeHead(302, { Location: `${url.searchParams.get('u')}&t=${url.searchParams.get('t')}` }).end()
      else if (request.method === 'GET')
        response
          .writeHead(200, { ...cors(request), 'Content-Type': 'image/gif', 'Cache-Control': 'no-store' })
          .end(PIXEL)
      else response.writeHead(204, cors(request)).end()
    }, answerDelayMs())
  }

  #keep(request: IncomingMessage, body: Buffer): void {
    const at = Date.now()
    for (const { click, via } of clicksIn(request.url ?? '/', body.toString())) this.receipts.push({ click, at, via })
  }
}
