// Reads a block of ClickHouse's Native format, the other way round than `src/loader/rows`: written apart, so that a mistake in either shows.
// https://clickhouse.com/docs/interfaces/formats/Native
/** Column → ClickHouse type, in order. */
export type Structure = Readonly<Record<string, string>>

export type Value = string | number | bigint | boolean | null | string[]
export type Row = Record<string, Value>

/** Reads values one after another. */
class Cursor {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  varint(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#at++)
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
  }

  take(count: number): Buffer {
    this.#at += count
    if (this.#at > this.#bytes.length) throw new Error('The block is cut off.')
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  text(): string {
    return this.take(this.varint()).toString('utf8')
  }

  number64(): number {
    return Number(this.take(8).readBigInt64LE())
  }
}

function value(cursor: Cursor, type: string): Value {
  if (type === 'String') return cursor.text()
  if (type === 'FixedString(16)') return cursor.take(16).toString('hex')
  if (type === 'Int8') return cursor.take(1).readInt8()
  if (type === 'Bool') return cursor.take(1)[0] === 1
  if (type === 'UInt16') return cursor.take(2).readUInt16LE()
  if (type === 'UInt32') return cursor.take(4).readUInt32LE()
  if (type === 'Int32') return cursor.take(4).readInt32LE()
  if (/^U?Int64$/.test(type) || type.startsWith('DateTime64')) return cursor.number64()
  if (type.startsWith('Decimal64')) return cursor.take(8).readBigInt64LE()
  if (type === 'Float64') return cursor.take(8).readDoubleLE()
  if (type === 'UInt128') {
    const bytes = cursor.take(16)
    return (bytes.readBigUInt64LE(8) << 64n) | bytes.readBigUInt64LE()
  }
  throw new Error(`No reader for ${type}.`)
}

const times = <T>(count: number, read: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => read(i))

function values(cursor: Cursor, type: string, rows: number): Value[] {
  const inner = /^\w+\((.+)\)$/.exec(type)?.[1] ?? ''
  if (type.startsWith('Nullable(')) {
    const isMissing = [...cursor.take(rows)]
    const all = times(rows, () => value(cursor, inner))
    return all.map((one, i) => (isMissing[i] === 1 ? null : one))
  }
  if (type.startsWith('Array(')) {
    const ends = times(rows, () => cursor.number64())
    return ends.map((end, i) => times(end - (ends[i - 1] ?? 0), () => value(cursor, inner) as string))
  }
  if (type.startsWith('LowCardinality(')) {
    if (cursor.number64() !== 1) throw new Error('Another version of the dictionary.')
    const width = cursor.number64() === 0x600 ? 1 : 4
    const known = times(cursor.number64(), () => value(cursor, inner))
    return times(cursor.number64(), () => known[cursor.take(width).readUIntLE(0, width)]!)
  }
  return times(rows, () => value(cursor, type))
}

/** All rows of a block. @throws when it is not one whole block of this structure. */
export function decodeRows(bytes: Buffer, structure: Structure): Row[] {
  const cursor = new Cursor(bytes)
  const count = cursor.varint()
  const rows: Row[] = times(cursor.varint(), () => ({}))
  for (const [name, type] of Object.entries(structure)) {
    if (cursor.text() !== name || cursor.text() !== type) throw new Error(`The block lacks ${name} ${type}.`)
    for (const [i, cell] of values(cursor, type, rows.length).entries()) rows[i]![name] = cell
  }
  if (count !== Object.keys(structure).length || !cursor.isAtEnd) throw new Error('The block holds something else.')
  return rows
}
