// Columns of numbers in ClickHouse's Native format: fixed width, little-endian as everything that Node runs on.
// Promises: allocates only when it grows; made for millions of rows a minute. Each `add` puts a value into so many rows.
import type { Column } from './column.ts'

const FIRST_ROWS = 64

/** Int8 (negative as 256 − n), Bool, an Enum8's number. */
export class Bytes implements Column {
  #values = new Uint8Array(FIRST_ROWS)
  length = 0

  add(value: number, times = 1): void {
    const end = this.length + times
    if (end > this.#values.length) this.#values = grown(this.#values, end)
    const values = this.#values
    for (let row = this.length; row < end; row++) values[row] = value
    this.length = end
  }

  last(): number {
    return this.#values[this.length - 1]!
  }

  clear(): void {
    this.length = 0
  }

  pieces(): Uint8Array[] {
    return [this.#values.subarray(0, this.length)]
  }
}

/** UInt16. */
export class Shorts implements Column {
  #values = new Uint16Array(FIRST_ROWS)
  length = 0

  add(value: number, times = 1): void {
    const end = this.length + times
    if (end > this.#values.length) this.#values = grown(this.#values, end)
    const values = this.#values
    for (let row = this.length; row < end; row++) values[row] = value
    this.length = end
  }

  clear(): void {
    this.length = 0
  }

  pieces(): Uint8Array[] {
    return [bytesOf(this.#values, this.length)]
  }
}

/** UInt32; Int32 as its unsigned twin. */
export class Ints implements Column {
  #values = new Uint32Array(FIRST_ROWS)
  length = 0

  add(value: number, times = 1): void {
    const end = this.length + times
    if (end > this.#values.length) this.#values = grown(this.#values, end)
    const values = this.#values
    for (let row = this.length; row < end; row++) values[row] = value
    this.length = end
  }

  clear(): void {
    this.length = 0
  }

  pieces(): Uint8Array[] {
    return [bytesOf(this.#values, this.length)]
  }

  /** The same in a byte each. */
  narrow(): Uint8Array {
    const bytes = new Uint8Array(this.length)
    bytes.set(this.#values.subarray(0, this.length))
    return bytes
  }
}

const TWO_32 = 4_294_967_296

/** Int64, UInt64, DateTime64, Decimal64. */
export class Longs implements Column {
  #words = new Uint32Array(2 * FIRST_ROWS)
  length = 0

  /** @param value whole, between ±2^53 */
  add(value: number, times = 1): void {
    const end = this.length + times
    if (2 * end > this.#words.length) this.#words = grown(this.#words, 2 * end)
    const words = this.#words
    const high = Math.floor(value / TWO_32)
    for (let row = this.length; row < end; row++) {
      words[2 * row] = value
      words[2 * row + 1] = high
    }
    this.length = end
  }

  addBig(value: bigint): void {
    this.add(0)
    this.#words[2 * this.length - 2] = Number(BigInt.asUintN(32, value))
    this.#words[2 * this.length - 1] = Number(BigInt.asUintN(32, value >> 32n))
  }

  clear(): void {
    this.length = 0
  }

  pieces(): Uint8Array[] {
    return [bytesOf(this.#words, 2 * this.length)]
  }
}

/** Float64. */
export class Doubles implements Column {
  #values = new Float64Array(FIRST_ROWS)
  length = 0

  add(value: number): void {
    if (this.length === this.#values.length) this.#values = grown(this.#values, this.length + 1)
    this.#values[this.length++] = value
  }

  clear(): void {
    this.length = 0
  }

  pieces(): Uint8Array[] {
    return [bytesOf(this.#values, this.length)]
  }
}

/** The same values in an array that holds at least so many. */
export function grown<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(values: T, least: number): T {
  const larger = new (values.constructor as new (length: number) => T)(Math.max(values.length * 2, least))
  larger.set(values)
  return larger
}

function bytesOf(values: Uint16Array | Uint32Array | Float64Array, count: number): Uint8Array {
  return new Uint8Array(values.buffer, 0, count * values.BYTES_PER_ELEMENT)
}
