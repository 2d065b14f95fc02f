// A TCP gate: passes bytes to a target, or fails the way the mode says. Modes may change while connections are open.
// Promises: after `set` resolves, no connection behaves by the old mode. Does not: read what passes, except to answer a status.
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { connect, createServer, type Server, type Socket } from 'node:net'

/**
 * `ok` passes; `refused` has no listener; `hang` accepts and never answers; `reset` accepts, then RST; `slow:MS` holds every
 * answer back; `status:N` answers each request with that HTTP status, readable across origins.
 */
export type GateMode = 'ok' | 'refused' | 'hang' | 'reset' | `slow:${number}` | `status:${number}`

export interface GateOptions {
  /** 0 picks a free one. Take it from {@link freePort} when the gate will refuse: a closed port may be handed to others. */
  port: number
  /** 127.0.0.1 unless told. */
  host?: string
  /** Where the bytes go. Nobody listening there resets the visitor's connection. */
  target: { host: string; port: number }
  /** `ok` unless told. */
  mode?: GateMode
}

export interface Gate {
  readonly port: number
  readonly mode: GateMode
  /** Change what the network does, now. Open connections hang with `hang`, and are reset by any other change. @throws when the port was taken meanwhile. */
  set(mode: GateMode): Promise<void>
  /** Connections open right now. */
  readonly open: number
  close(): Promise<void>
}

/** Open a gate. @throws when the port is taken. */
export async function startGate(options: GateOptions): Promise<Gate> {
  const gate = new TcpGate(options)
  await gate.set(options.mode ?? 'ok')
  return gate
}

class TcpGate implements Gate {
  port: number
  mode: GateMode = 'refused'
  readonly #host: string
  readonly #target: { host: string; port: number }
  readonly #visitors = new Set<Socket>()
  #listener: Server | undefined
  #answers: HttpServer | undefined

  constructor(options: GateOptions) {
    this.port = options.port
    this.#host = options.host ?? '127.0.0.1'
    this.#target = options.target
  }

  get open(): number {
    return this.#visitors.size
  }

  async set(mode: GateMode): Promise<void> {
    if (mode === this.mode) return
    this.mode = mode
    if (mode === 'hang') for (const visitor of this.#visitors) freeze(visitor)
    else this.#resetAll()
    this.#answers = undefined
    if (mode === 'refused') await this.#stopListening()
    else await this.#listen()
  }

  async close(): Promise<void> {
    this.mode = 'refused'
    this.#resetAll()
    await this.#stopListening()
  }

  #listen(): Promise<void> {
    if (this.#listener) return Promise.resolve()
    const listener = createServer({ noDelay: true, allowHalfOpen: true }, (visitor) => this.#admit(visitor))
    return new Promise((resolve, reject) => {
      listener.once('error', reject)
      listener.listen(this.port, this.#host, () => {
        this.port = (listener.address() as { port: number }).port
        this.#listener = listener
        resolve()
      })
    })
  }

  #stopListening(): Promise<void> {
    const listener = this.#listener
    this.#listener = undefined
    return new Promise((resolve) => (listener ? listener.close(() => resolve()) : resolve()))
  }

  #resetAll(): void {
    for (const visitor of this.#visitors) visitor.resetAndDestroy()
  }

  #admit(visitor: Socket): void {
    this.#visitors.add(visitor)
    visitor.on('error', () => visitor.destroy())
    visitor.on('close', () => this.#visitors.delete(visitor))
    const [kind, figure] = this.mode.split(':')
    if (kind === 'hang') freeze(visitor)
    else if (kind === 'reset' || kind === 'refused') visitor.resetAndDestroy()
    else if (kind === 'status') this.#answer(visitor, Number(figure))
    else this.#pass(visitor, kind === 'slow' ? Number(figure) : 0)
  }

  #answer(visitor: Socket, status: number): void {
    this.#answers ??= createHttpServer((request, response) => {
      request.resume().on('end', () => {
        response
          .writeHead(status, { 'access-control-allow-origin': '*', 'content-length': 0, connection: 'close' })
          .end()
      })
    })
    this.#answers.emit('connection', visitor)
  }

  #pass(visitor: Socket, delayMs: number): void {
    const target = connect({ ...this.#target, noDelay: true, allowHalfOpen: true })
    const visitorGone = (): void => void target.destroy()
    target.on('error', () => visitor.resetAndDestroy())
    visitor.on('close', visitorGone)
    visitor.on('frozen', () => target.pause())
    visitor.pipe(target)
    if (delayMs === 0) target.pipe(visitor)
    else {
      target.on('data', (bytes) => setTimeout(() => visitor.writable && visitor.write(bytes), delayMs))
      target.on('end', () => setTimeout(() => visitor.end(), delayMs))
    }
  }
}

/** Read nothing more and answer nothing more, but stay connected. */
function freeze(visitor: Socket): void {
  visitor.unpipe()
  visitor.pause()
  visitor.emit('frozen')
}
