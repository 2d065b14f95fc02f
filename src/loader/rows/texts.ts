// Columns of text in ClickHouse's Native format: each text after its length in bytes, as a varint (LEB128).
// Promises: allocates only when it grows. Each `add` puts a text into so many rows.
import type { Column } from './column.ts'
import { Longs } from './numbers.ts'

/** String. */
export class Texts implements Column {
  #bytes: Buffer = Buffer.allocUnsafe(1_024)
  #used = 0
  length = 0

  add(text: string, times = 1): void {
    if (times === 0) return
    const start = this.#used
    this.#text(text)
    const size = this.#used - start
    if (times > 1) {
      this.#room(size * (times - 1))
      for (let i = 1; i < times; i++) this.#used += this.#bytes.copy(this.#bytes, this.#used, start, start + size)
    }
    this.length += times
  }

  addBytes(bytes: Uint8Array): void {
    this.#room(bytes.length + 5)
    this.number(bytes.length)
    this.#bytes.set(bytes, this.#used)
    this.#used += bytes.length
    this.length++
  }

  /** A bare varint, which is no row. */
  number(value: number): void {
    this.#room(5)
    let rest = value
    while (rest > 127) {
      this.#bytes[this.#used++] = (rest & 127) | 128
      rest >>>= 7
    }
    this.#bytes[this.#used++] = rest
  }

  clear(): void {
    this.#used = 0
    this.length = 0
  }

  pieces(): Uint8Array[] {
    return [this.#bytes.subarray(0, this.#used)]
  }

  #text(text: string): void {
    const chars = text.length
    this.#room(chars * 3 + 5)
    if (chars < 128) {
      // Short ASCII, which is nearly everything, is faster by hand than through a call into C++.
      const bytes = this.#bytes
      let at = this.#used
      bytes[at++] = chars
      let i = 0
      for (; i < chars; i++) {
        const code = text.charCodeAt(i)
        if (code > 127) break
        bytes[at++] = code
      }
      if (i === chars) {
        this.#used = at
        return
      }
    }
    const count = Buffer.byteLength(text)
    this.number(count)
    this.#used += this.#bytes.write(text, this.#used, count, 'utf8')
  }

  #room(count: number): void {
    if (this.#used + count <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#used + count))
    this.#bytes.copy(larger, 0, 0, this.#used)
    this.#bytes = larger
  }
}

/** Array(String). */
export class TextLists implements Column {
  readonly #ends = new Longs()
  readonly #texts = new Texts()

  get length(): number {
    return this.#ends.length
  }

  add(texts: readonly string[]): void {
    for (const text of texts) this.#texts.add(text)
    this.#ends.add(this.#texts.length)
  }

  clear(): void {
    this.#ends.clear()
    this.#texts.clear()
  }

  pieces(): Uint8Array[] {
    return [...this.#ends.pieces(), ...this.#texts.pieces()]
  }
}
