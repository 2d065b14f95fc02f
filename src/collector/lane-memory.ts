// What a connection of the fast lane remembers: bytes that came too early or too few, and the head of its last request.
import type { Door, Sender } from './door.ts'
import { readLaneHead } from './lane-head.ts'
import { StampLine } from './stamp-line.ts'

/** Bytes held back, growing in few steps: a peer that sends one byte at a time must not make us copy all of them each time. */
export class HeldBytes {
  length = 0
  /** Length of the request that has begun; 0 until its head is read. */
  needed = 0
  #buffer: Buffer | undefined

  /** Copy `bytes[from, to)` behind those held. */
  add(bytes: Buffer, from: number, to: number): void {
    const length = this.length + to - from
    if (!this.#buffer || length > this.#buffer.length) {
      const next = Buffer.allocUnsafeSlow(Math.max(length, this.needed, 2 * this.length))
      this.#buffer?.copy(next, 0, 0, this.length)
      this.#buffer = next
    }
    bytes.copy(this.#buffer, this.length, from, to)
    this.length = length
  }

  /** All of them; none are held afterwards. */
  take(): Buffer {
    const bytes = this.#buffer?.subarray(0, this.length) ?? Buffer.alloc(0)
    this.#buffer = undefined
    this.length = 0
    this.needed = 0
    return bytes
  }
}

/** A head that was read, and who sent it. */
export interface KnownHead {
  bytes: Buffer
  bodyBytes: number
  sender: Sender
  line: StampLine
  /** The day that the sender's hashed address holds for. */
  day: number
}

/** Reads heads. One that begins with the same bytes as the last one on its connection says the same, and is not read twice. */
export class HeadMemory {
  readonly #door: Door
  readonly #peer: string
  #known: KnownHead | undefined

  constructor(door: Door, peer: string) {
    this.#door = door
    this.#peer = peer
  }

  /** Nothing was read yet. */
  get empty(): boolean {
    return this.#known === undefined
  }

  /** Read the head that `bytes[0, length)` begins with, as `readLaneHead` does. */
  read(bytes: Buffer, length: number): KnownHead | 'more' | 'other' {
    const { day } = this.#door.keeper
    if (this.#known?.day === day && startsWith(bytes, length, this.#known.bytes)) return this.#known
    const head = readLaneHead(bytes.subarray(0, length))
    if (typeof head === 'string') return head
    const own = Buffer.allocUnsafeSlow(head.headBytes)
    bytes.copy(own, 0, 0, head.headBytes)
    const sender = this.#door.senderOf(this.#peer, head.headerOf)
    const line = new StampLine('beacon', sender.tail)
    this.#known = { bytes: own, bodyBytes: head.bodyBytes, sender, line, day }
    return this.#known
  }
}

function startsWith(bytes: Buffer, length: number, start: Buffer): boolean {
  return length >= start.length && bytes.compare(start, 0, start.length, 0, start.length) === 0
}
