// Columns of 16 bytes a row, as four words of 32 bits, and of numbers that may be missing.
import type { Column } from './column.ts'
import { Bytes, grown, Longs } from './numbers.ts'
import { writeUuid } from './uuid.ts'

/** FixedString(16) and UInt128 (lowest word first). */
export class Wide implements Column {
  #words = new Uint32Array(256)
  #bytes = new Uint8Array(this.#words.buffer)
  length = 0

  /** The 16 bytes of a UUID, first digit first; zeroes for undefined. */
  uuid(text: string | undefined, times = 1): void {
    if (times === 0) return
    this.#room(times)
    writeUuid(this.#bytes, 16 * this.length, text)
    const first = this.length++
    for (let i = 1; i < times; i++) this.copyFrom(this, first)
  }

  words(a: number, b: number, c: number, d: number): void {
    this.#room(1)
    const at = 4 * this.length++
    const words = this.#words
    words[at] = a
    words[at + 1] = b
    words[at + 2] = c
    words[at + 3] = d
  }

  big(value: bigint): void {
    const word = (bits: bigint): number => Number(BigInt.asUintN(32, value >> bits))
    this.words(word(0n), word(32n), word(64n), word(96n))
  }

  /** @param hex 32 digits */
  hex(hex: string): void {
    this.#room(1)
    this.#bytes.set(Buffer.from(hex, 'hex'), 16 * this.length++)
  }

  /** Add what stands in a row of another column, or of this one. */
  copyFrom(column: Wide, row: number): void {
    const words = column.#words
    const at = 4 * row
    this.words(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!)
  }

  isSame(row: number, other: number): boolean {
    const words = this.#words
    for (let i = 0; i < 4; i++) if (words[4 * row + i] !== words[4 * other + i]) return false
    return true
  }

  /** 32 bits of a row, for a hash table. */
  hash(row: number): number {
    const words = this.#words
    let hash = 0
    for (let i = 0; i < 4; i++) hash = Math.imul(hash ^ words[4 * row + i]!, 0x9e3779b1)
    return hash
  }

  clear(): void {
    this.length = 0
  }

  pieces(): Uint8Array[] {
    return [this.#bytes.subarray(0, 16 * this.length)]
  }

  #room(rows: number): void {
    if (4 * (this.length + rows) <= this.#words.length) return
    this.#words = grown(this.#words, 4 * (this.length + rows))
    this.#bytes = new Uint8Array(this.#words.buffer)
  }
}

/** Nullable(Int64). */
export class OptionalLongs implements Column {
  readonly #isMissing = new Bytes()
  readonly #values = new Longs()

  get length(): number {
    return this.#values.length
  }

  add(value: number | undefined, times = 1): void {
    this.#isMissing.add(value === undefined ? 1 : 0, times)
    this.#values.add(value ?? 0, times)
  }

  clear(): void {
    this.#isMissing.clear()
    this.#values.clear()
  }

  pieces(): Uint8Array[] {
    return [...this.#isMissing.pieces(), ...this.#values.pieces()]
  }
}
