// What the fast lane writes: byte for byte what node:http would have, made once a second because of the date.
import type { Socket } from 'node:net'
import type { Clock } from '../platform/index.ts'
import { HEADER_MS_MAX, IDLE_MS_MAX, RETRY_AFTER_SECONDS } from './limits.ts'

const KEEP = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(IDLE_MS_MAX / 1000)}\r\n`
const CLOSE = 'Connection: close\r\n'

export class LaneAnswers {
  readonly #clock: Clock
  #second = -1
  #date = ''
  #taken: Buffer = Buffer.alloc(0)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** 204. */
  taken(close: boolean): Buffer {
    this.#tick()
    return close ? this.#make('204 No Content', '', true) : this.#taken
  }

  /** 503. */
  unavailable(close: boolean): Buffer {
    this.#tick()
    return this.#make(
      '503 Service Unavailable',
      `access-control-expose-headers: retry-after\r\nretry-after: ${RETRY_AFTER_SECONDS}\r\ncontent-length: 0\r\n`,
      close,
    )
  }

  /** 429. */
  tooMany(waitSeconds: number, close: boolean): Buffer {
    this.#tick()
    return this.#make(
      '429 Too Many Requests',
      `access-control-expose-headers: retry-after\r\nretry-after: ${waitSeconds}\r\ncontent-length: 0\r\n`,
      close,
    )
  }

  #make(status: string, headers: string, close: boolean): Buffer {
    const common = `HTTP/1.1 ${status}\r\naccess-control-allow-origin: *\r\n${headers}`
    return Buffer.from(`${common}Date: ${this.#date}\r\n${close ? CLOSE : KEEP}\r\n`, 'latin1')
  }

  #tick(): void {
    const second = Math.floor(this.#clock.now() / 1000)
    if (second === this.#second) return
    this.#second = second
    this.#date = new Date(second * 1000).toUTCString()
    this.#taken = this.#make('204 No Content', '', false)
  }
}

/** Answers that end a connection before, or without, a request. As short as they can be. */
export function lastAnswer(status: string, headers = ''): string {
  return `HTTP/1.1 ${status}\r\nAccess-Control-Allow-Origin: *\r\n${headers}Connection: close\r\nContent-Length: 0\r\n\r\n`
}

/** Say it and close. A peer that does not take it is waited for so long and no longer. */
export function lastWord(socket: Socket, answer: Buffer | string = ''): void {
  socket.on('error', () => undefined)
  socket.setTimeout(HEADER_MS_MAX, () => socket.destroy())
  socket.end(answer)
  socket.destroySoon()
}
