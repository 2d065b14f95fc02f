// Columns of text that repeats: each text once, and a number for each row.
import type { Column } from './column.ts'
import { Ints } from './numbers.ts'
import { Texts } from './texts.ts'

// How a dictionary-coded column is stored, from ClickHouse's SerializationLowCardinality: the version of its keys; then the width of the
// indexes, with "the dictionary is in this block" and "it is a new one".
const VERSION = Buffer.from(BigUint64Array.of(1n).buffer)
const WIDTH_8 = Buffer.from(BigUint64Array.of(0x600n).buffer)
const WIDTH_32 = Buffer.from(BigUint64Array.of(0x602n).buffer)

/** LowCardinality(String): each text once, and its number for each row. */
export class Words implements Column {
  readonly #known = new Map<string, number>()
  readonly #texts = new Texts()
  readonly #rows = new Ints()
  #last = ''
  #lastIndex = -1

  get length(): number {
    return this.#rows.length
  }

  /** @returns the text's number in this block */
  add(text: string, times = 1): number {
    // Texts of neighbours are mostly the same one: comparing is cheaper than looking up.
    if (text !== this.#last || this.#lastIndex < 0) {
      let index = this.#known.get(text)
      if (index === undefined) {
        index = this.#known.size
        this.#known.set(text, index)
        this.#texts.add(text)
      }
      this.#last = text
      this.#lastIndex = index
    }
    this.#rows.add(this.#lastIndex, times)
    return this.#lastIndex
  }

  clear(): void {
    this.#known.clear()
    this.#texts.clear()
    this.#rows.clear()
    this.#lastIndex = -1
  }

  pieces(): Uint8Array[] {
    const isNarrow = this.#known.size <= 256
    const indexes = isNarrow ? [this.#rows.narrow()] : this.#rows.pieces()
    const [width, known, rows] = [isNarrow ? WIDTH_8 : WIDTH_32, count(this.#known.size), count(this.length)]
    return [VERSION, width, known, ...this.#texts.pieces(), rows, ...indexes]
  }
}

function count(value: number): Uint8Array {
  return Buffer.from(BigUint64Array.of(BigInt(value)).buffer)
}
