// The rank of a copy: one 128-bit number; of the copies of one id, the highest rank stays in the store.
// Newer rules win, so that a new judgement replaces the old one; then the earliest `receivedAt`, then log, sequence and index decide, so that
// any order of loading ends the same. From high to low: rules 8 bits, inverted receivedAt 44, inverted log 12, sequence 44, index 20.
import type { RowBuffer } from './rows/buffer.ts'

/** Where a copy came in. */
export interface CopyKey {
  log: string
  sequence: number
  index: number
}

const LOG_BITS = new Map<string, number>()

/** 12 bits of a log's name (FNV-1a, folded). Two logs of one value tie only for copies of the same millisecond, sequence and index. */
function bitsOfLog(log: string): number {
  let bits = LOG_BITS.get(log)
  if (bits === undefined) {
    let hash = 0x811c9dc5
    for (let i = 0; i < log.length; i++) hash = Math.imul(hash ^ log.charCodeAt(i), 0x01000193)
    bits = ((hash >>> 20) ^ (hash >>> 8) ^ hash) & 0xfff
    if (LOG_BITS.size > 10_000) LOG_BITS.clear()
    LOG_BITS.set(log, bits)
  }
  return bits
}

const RECEIVED_MAX = 2 ** 44 - 1
const SEQUENCE_MAX = 2 ** 44 - 1
const INDEX_MAX = 2 ** 20 - 1

/** Write the rank as UInt128, lowest word first. @param receivedAt milliseconds since the Unix epoch */
export function writeRank(rows: RowBuffer, rulesVersion: number, receivedAt: number, key: CopyKey): void {
  const received = RECEIVED_MAX - Math.min(RECEIVED_MAX, Math.max(0, receivedAt))
  const sequence = SEQUENCE_MAX - key.sequence
  const index = INDEX_MAX - Math.min(INDEX_MAX, key.index)
  rows.u32(((sequence % 4_096) * 2 ** 20 + index) >>> 0)
  rows.u32(Math.floor(sequence / 4_096) >>> 0)
  rows.u32(((received % 2 ** 20) * 4_096 + (0xfff - bitsOfLog(key.log))) >>> 0)
  rows.u32((rulesVersion * 2 ** 24 + Math.floor(received / 2 ** 20)) >>> 0)
}
