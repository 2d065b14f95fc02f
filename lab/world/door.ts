// A TLS port that fails as told: the place where every network fault of the lab happens. Each connection is closed after
// one answer, so that every click meets a cold connection.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/**
 * `hang` accepts and never reads; `drop` lets no packet in; `refused` has no listener; `reset` sends RST after the accept;
 * `garbage` answers the TLS handshake with noise; `error` answers 500 and keeps nothing; `silent` takes
 * requests and never answers, but serves the tag's files.
 */
export type Mode = 'ok' | 'hang' | 'drop' | 'refused' | 'reset' | 'garbage' | 'error' | 'silent'

export type Handler = (request: IncomingMessage, body: Buffer, response: ServerResponse) => void

/** A connection that hangs is closed after this long, as a restarted server or a middlebox would. Browsers have room for 256. */
const HANG_MS = 15_000

export class Door {
  /** 0 until it is open: any free port. */
  port: number
  mode: Mode = 'ok'
  /** Before the TLS handshake: stands in for the round trips of a slow connection, which the kernel here cannot make. */
  handshakeDelayMs = 0
  /** Before each answer; what was received is kept at once. */
  answerDelayMs = 0
  #front: Server | undefined
  readonly #sockets = new Set<Socket>()
  readonly #accept: (socket: Socket) => void

  constructor(port: number, certificate: { key: string; cert: string }, handler: Handler) {
    this.port = port
    const https = createHttps(certificate, (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('error', () => {})
      request.on('end', () => {
        response.setHeader('Connection', 'close')
        if (this.mode === 'silent' && !isFile(request.url)) return
        if (this.mode === 'error') response.writeHead(500, cors(request)).end()
        else handler(request, Buffer.concat(chunks), response)
      })
    })
    https.on('tlsClientError', () => {})
    this.#accept = (socket) => void https.emit('connection', socket)
  }

  async open(): Promise<void> {
    this.#front = createServer((socket) => this.#meet(socket))
    this.#front.listen(this.port, '127.0.0.1')
    await once(this.#front, 'listening')
    this.port = (this.#front.address() as AddressInfo).port
  }

  /** Changes the mode; takes effect for connections made from now on. */
  async become(mode: Mode): Promise<void> {
    if (this.mode === 'drop') this.#filter('-D')
    if (mode === 'drop') this.#filter('-A')
    if (mode === 'refused') this.#front?.close()
    else if (this.mode === 'refused') await this.open()
    this.mode = mode
  }

  /**
   * Ends the fault: connections that hang are closed, those whose first packet was dropped are killed (an outage longer than
   * the browsers' connect timeout), and all is well from now on.
   */
  async heal(): Promise<void> {
    if (this.mode === 'drop') killPendingConnects(this.port)
    this.answerDelayMs = 0
    this.handshakeDelayMs = 0
    await this.become('ok')
    for (const socket of this.#sockets) socket.destroy()
  }

  close(): void {
    this.#front?.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #meet(socket: Socket): void {
    socket.on('error', () => {})
    if (this.mode === 'reset') return void socket.resetAndDestroy()
    if (this.mode === 'garbage') return void socket.end('This is not TLS.\n')
    if (this.mode === 'hang') {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      return void setTimeout(() => socket.destroy(), HANG_MS).unref()
    }
    if (this.handshakeDelayMs === 0) this.#accept(socket)
    else setTimeout(() => this.#accept(socket), this.handshakeDelayMs)
  }

  #filter(action: '-A' | '-D'): void {
    execFileSync('iptables', [action, 'INPUT', '-p', 'tcp', '--dport', String(this.port), '-j', 'DROP'])
  }
}

function killPendingConnects(port: number): void {
  execFileSync('ss', ['-4', '-t', '-K', 'state', 'syn-sent', `( dport = :${port} )`], { stdio: 'ignore' })
}

/** Lets any page read the answer, also with credentials (one of the peers sends them). */
export function cors(request: IncomingMessage): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': request.headers.origin ?? '*',
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '*',
    'Access-Control-Allow-Methods': 'GET, POST',
    'Access-Control-Max-Age': '600',
  }
}

/** Whether an address asks for a script. */
export const isFile = (address: string | undefined): boolean =>
  !!address && new URL(address, 'https://tag').pathname.endsWith('.js')
