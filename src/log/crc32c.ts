// CRC32C (Castagnoli, RFC 3720 appendix B.4), sixteen bytes a step ("slicing", Kounavis and Berry, 2005), read as four words.
// It finds every burst error of up to 32 bits; it is no defence against somebody who edits the file.
// Words are read as the machine has them: little-endian, as everything that Node runs on.

const POLYNOMIAL = 0x82f63b78
const TABLES = makeTables(16)

let buffer: ArrayBufferLike | undefined
let words: Int32Array = new Int32Array(0)

/** CRC32C of `bytes[start, end)`, as an unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  const t = TABLES
  // A view costs more than a short checksum, and the log's buffers stay the same for long.
  if (bytes.buffer !== buffer) {
    buffer = bytes.buffer
    words = new Int32Array(buffer, 0, buffer.byteLength >>> 2)
  }
  const w = words
  let crc = -1
  let at = start
  for (; ((bytes.byteOffset + at) & 3) !== 0 && at < end; at++) crc = (crc >>> 8) ^ t[(crc ^ bytes[at]!) & 255]!
  for (let word = (bytes.byteOffset + at) >>> 2; end - at >= 16; at += 16, word += 4) {
    const a = crc ^ w[word]!
    const b = w[word + 1]!
    const c = w[word + 2]!
    const d = w[word + 3]!
    crc =
      t[3840 + (a & 255)]! ^
      t[3584 + ((a >>> 8) & 255)]! ^
      t[3328 + ((a >>> 16) & 255)]! ^
      t[3072 + (a >>> 24)]! ^
      (t[2816 + (b & 255)]! ^ t[2560 + ((b >>> 8) & 255)]! ^ t[2304 + ((b >>> 16) & 255)]! ^ t[2048 + (b >>> 24)]!) ^
      (t[1792 + (c & 255)]! ^ t[1536 + ((c >>> 8) & 255)]! ^ t[1280 + ((c >>> 16) & 255)]! ^ t[1024 + (c >>> 24)]!) ^
      (t[768 + (d & 255)]! ^ t[512 + ((d >>> 8) & 255)]! ^ t[256 + ((d >>> 16) & 255)]! ^ t[d >>> 24]!)
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ t[(crc ^ bytes[at]!) & 255]!
  return ~crc >>> 0
}

function makeTables(count: number): Int32Array {
  const tables = new Int32Array(count * 256)
  for (let n = 0; n < 256; n++) {
    let crc = n
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    tables[n] = crc
  }
  for (let n = 256; n < tables.length; n++) {
    const before = tables[n - 256]!
    tables[n] = (before >>> 8) ^ tables[before & 255]!
  }
  return tables
}
