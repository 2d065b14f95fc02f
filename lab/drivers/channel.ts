// Commands with numbered answers, and events, over any carrier of JSON messages: CDP and WebDriver BiDi look alike.
// A command that gets no answer in time rejects; a carrier that closes rejects all that wait.

export type Json = Record<string, unknown>

interface Answer extends Json {
  id?: number | null
  result?: Json
  error?: string | { message: string }
  message?: string
  method?: string
  params?: Json
  sessionId?: string
}

export interface Carrier {
  send(text: string): void
  onMessage(listener: (text: string) => void): void
  onClose(listener: () => void): void
  close(): void
}

export interface ChannelEvent {
  method: string
  params: Json
  sessionId: string | undefined
}

const ANSWER_WITHIN_MS = 60_000

export class Channel {
  readonly #carrier: Carrier
  readonly #waiting = new Map<
    number,
    { resolve(result: Json): void; reject(error: Error): void; timer: NodeJS.Timeout }
  >()
  readonly #listeners = new Set<(event: ChannelEvent) => void>()
  #last = 0
  #closed = false

  constructor(carrier: Carrier) {
    this.#carrier = carrier
    carrier.onMessage((text) => this.#receive(JSON.parse(text) as Answer))
    carrier.onClose(() => {
      this.#closed = true
      for (const [id] of this.#waiting) this.#settle(id, new Error('The browser closed the connection.'))
    })
  }

  /** Resolves with the command's result; rejects with the browser's words. */
  call(method: string, params: Json = {}, sessionId?: string): Promise<Json> {
    if (this.#closed) return Promise.reject(new Error(`${method}: the browser is gone.`))
    const id = ++this.#last
    return new Promise((resolve, reject) => {
      const tooLate = () => this.#settle(id, new Error(`${method} got no answer within ${ANSWER_WITHIN_MS} ms.`))
      this.#waiting.set(id, { resolve, reject, timer: setTimeout(tooLate, ANSWER_WITHIN_MS) })
      this.#carrier.send(
        JSON.stringify(sessionId === undefined ? { id, method, params } : { id, method, params, sessionId }),
      )
    })
  }

  onEvent(listener: (event: ChannelEvent) => void): void {
    this.#listeners.add(listener)
  }

  close(): void {
    this.#carrier.close()
  }

  #receive(answer: Answer): void {
    if (typeof answer.id === 'number') {
      const words = typeof answer.error === 'object' ? answer.error.message : answer.error
      this.#settle(
        answer.id,
        words === undefined ? (answer.result ?? {}) : new Error(`${words}: ${answer.message ?? ''}`),
      )
    } else if (answer.method) {
      const event = { method: answer.method, params: answer.params ?? {}, sessionId: answer.sessionId }
      for (const listener of this.#listeners) listener(event)
    }
  }

  #settle(id: number, outcome: Json | Error): void {
    const waiting = this.#waiting.get(id)
    if (!waiting) return
    this.#waiting.delete(id)
    clearTimeout(waiting.timer)
    if (outcome instanceof Error) waiting.reject(outcome)
    else waiting.resolve(outcome)
  }
}
