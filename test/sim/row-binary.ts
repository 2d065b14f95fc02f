// Reads ClickHouse's RowBinary, the other way round than `src/loader/rows`: written apart, so that a mistake in either shows.
// https://clickhouse.com/docs/interfaces/formats/RowBinary
/** Column → ClickHouse type, in order. */
export type Structure = Readonly<Record<string, string>>

export type Value = string | number | bigint | boolean | null | string[]
export type Row = Record<string, Value>

/** All rows of a buffer. @throws when it does not end with a whole row. */
export function decodeRows(bytes: Buffer, structure: Structure): Row[] {
  const columns = Object.entries(structure)
  const rows: Row[] = []
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
  }
  const text = (): string => {
    const length = varint()
    at += length
    return bytes.toString('utf8', at - length, at)
  }
  const take = (count: number): number => {
    at += count
    return at - count
  }
  const value = (type: string): Value => {
    if (type === 'String') return text()
    if (type === 'FixedString(16)') return bytes.toString('hex', take(16), at)
    if (type === 'Int8') return bytes.readInt8(take(1))
    if (type === 'Bool') return bytes[take(1)] === 1
    if (type === 'UInt16') return bytes.readUInt16LE(take(2))
    if (type === 'UInt32') return bytes.readUInt32LE(take(4))
    if (type === 'Int32') return bytes.readInt32LE(take(4))
    if (type === 'UInt64') return Number(bytes.readBigUInt64LE(take(8)))
    if (type === 'Int64' || type.startsWith('DateTime64')) return Number(bytes.readBigInt64LE(take(8)))
    if (type.startsWith('Decimal64')) return bytes.readBigInt64LE(take(8))
    if (type === 'Float64') return bytes.readDoubleLE(take(8))
    if (type === 'UInt128') {
      const low = bytes.readBigUInt64LE(take(8))
      return (bytes.readBigUInt64LE(take(8)) << 64n) | low
    }
    if (type.startsWith('Array(')) return Array.from({ length: varint() }, () => value(type.slice(6, -1)) as string)
    if (type.startsWith('Nullable(')) return bytes[take(1)] === 1 ? null : value(type.slice(9, -1))
    throw new Error(`No reader for ${type}.`)
  }
  while (at < bytes.length) rows.push(Object.fromEntries(columns.map(([name, type]) => [name, value(type)])))
  if (at !== bytes.length) throw new Error('The last row is cut off.')
  return rows
}
