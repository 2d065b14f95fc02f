// One connection in the fast lane: bytes in, one request at a time, answers out in order.
import type { Socket } from 'node:net'
import { lastAnswer, lastWord } from './lane-answers.ts'
import { HeadMemory, HeldBytes } from './lane-memory.ts'
import type { LaneSide } from './lane-side.ts'
import { LaneTurn } from './lane-turn.ts'
import { COMMIT_MS_MAX, HEADER_MS_MAX, IDLE_MS_MAX, REQUEST_MS_MAX } from './limits.ts'
import { readApart, readShared } from './shared-read.ts'

export class LaneConnection {
  readonly #lane: LaneSide
  readonly #onLeave: () => void
  readonly #socket: Socket
  readonly #heads: HeadMemory
  /** Bytes that are not read yet. At most one request and one chunk: then the socket is paused. */
  readonly #held = new HeldBytes()
  readonly #turn: LaneTurn
  /** The next held request is read as soon as the event loop comes round. */
  #resuming = false
  /** The peer sends no more. */
  #ended = false
  /** It is in the lane no more. */
  #gone = false
  /** When the unfinished request or the idleness began. */
  #since: number

  /** @param onLeave told when the connection is in the lane no more */
  constructor(socket: Socket, lane: LaneSide, onLeave: () => void) {
    this.#lane = lane
    this.#onLeave = onLeave
    this.#socket = socket
    this.#heads = new HeadMemory(lane.door, socket.remoteAddress ?? '')
    this.#since = lane.door.clock.monotonic()
    this.#turn = new LaneTurn(lane, this.#answer)
    if (!readShared(socket, this.#onRead)) socket.on('data', this.#onData)
    socket.on('end', this.#onEnd)
    socket.on('error', this.#onError)
    socket.on('close', this.#leave)
  }

  /** End what takes too long. */
  sweep(now: number): void {
    const age = now - this.#since
    if (this.#turn.waiting) {
      if (now - this.#turn.since > COMMIT_MS_MAX) this.#finish('log', this.#lane.answers.unavailable(true))
    } else if (this.#held.length > 0) {
      if (age > (this.#held.needed > 0 ? REQUEST_MS_MAX : HEADER_MS_MAX))
        this.#finish('timeout', lastAnswer('408 Request Timeout'))
    } else if (age > (this.#heads.empty ? HEADER_MS_MAX : IDLE_MS_MAX)) lastWord(this.#socket)
  }

  /** Close the connection if it is between two requests. */
  endIfIdle(): void {
    if (!this.#turn.waiting && this.#held.length === 0) this.#socket.end()
  }

  readonly #onData = (chunk: Buffer): void => this.#onRead(chunk, chunk.length)

  /** Bytes came: `bytes[0, length)`, not ours after this returns. */
  readonly #onRead = (bytes: Buffer, length: number): void => {
    if (this.#turn.waiting || this.#resuming) {
      this.#held.add(bytes, 0, length)
      this.#socket.pause()
    } else if (this.#held.length > 0) {
      this.#held.add(bytes, 0, length)
      if (this.#held.length >= this.#held.needed) this.#readHeld()
    } else {
      this.#read(bytes, length)
    }
  }

  readonly #onEnd = (): void => {
    this.#ended = true
    if (this.#turn.waiting || this.#resuming) return
    if (this.#held.length > 0) this.#finish('aborted', lastAnswer('400 Bad Request'))
    else this.#socket.end()
  }

  // A reset peer is nobody's fault; `close` follows.
  readonly #onError = (): void => undefined

  #readHeld(): void {
    const bytes = this.#held.take()
    this.#read(bytes, bytes.length, this.#since)
  }

  /** Take one request from the front of `bytes[0, length)` and hold what follows. */
  #read(bytes: Buffer, length: number, since?: number): void {
    const head = this.#heads.read(bytes, length)
    if (head === 'other') {
      this.#leave()
      this.#lane.handOver(this.#socket, Buffer.from(bytes.subarray(0, length)))
      return
    }
    const end = head === 'more' ? 0 : head.bytes.length + head.bodyBytes
    if (head === 'more' || length < end) {
      this.#since = since ?? this.#lane.door.clock.monotonic()
      this.#held.needed = end
      this.#held.add(bytes, 0, length)
      return
    }
    if (length > end) this.#held.add(bytes, end, length)
    this.#turn.take(head, bytes, end)
  }

  readonly #answer = (bytes: Buffer): void => {
    this.#since = this.#turn.since
    const flows = this.#socket.write(bytes)
    if (this.#lane.stopping || (this.#ended && this.#held.length === 0)) this.#socket.end()
    else if (!flows) {
      // The peer does not read its answers: it gets no further until it has.
      this.#resuming = true
      this.#socket.pause()
      this.#socket.once('drain', this.#goOn)
    } else if (this.#held.length > 0) {
      this.#resuming = true
      setImmediate(this.#goOn)
    } else if (this.#socket.isPaused()) this.#socket.resume()
  }

  /** Read on in what was held while the last request waited. */
  readonly #goOn = (): void => {
    this.#resuming = false
    if (this.#gone) return
    this.#since = this.#lane.door.clock.monotonic()
    if (this.#held.length > 0) this.#readHeld()
    if (this.#turn.waiting) return
    if (this.#ended && this.#held.length > 0) this.#onEnd()
    else this.#socket.resume()
  }

  /** The last word on this connection. */
  #finish(why: 'log' | 'timeout' | 'aborted', answer: Buffer | string): void {
    this.#lane.door.figures.refused[why]++
    this.#leave()
    this.#turn.waiting = false
    lastWord(this.#socket, answer)
  }

  readonly #leave = (): void => {
    const socket = this.#socket
    this.#gone = true
    readApart(socket)
    socket.off('data', this.#onData)
    socket.off('end', this.#onEnd)
    socket.off('error', this.#onError)
    socket.off('close', this.#leave)
    this.#onLeave()
  }
}
