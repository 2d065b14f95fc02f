// The rank of a row: one 128-bit number; of the rows of one id, the highest rank stays in the store.
// The earliest `receivedAt` wins, then log, sequence and index decide, so that any order of loading ends the same. The lowest bits hold
// the revision: a new verdict on the same copy is the same rank plus one, so it replaces the old one and still gives way to an earlier copy.
// From high to low: inverted receivedAt 42 bits, inverted log 8, inverted sequence 40, inverted index 16, revision 22.
import type { Wide } from './rows/wide.ts'

const LOG_BITS = new Map<string, number>()

/** 8 bits of a log's name (FNV-1a, folded). Two logs of one value tie only for copies of the same millisecond, sequence and index. */
function bitsOfLog(log: string): number {
  let bits = LOG_BITS.get(log)
  if (bits === undefined) {
    let hash = 0x811c9dc5
    for (let i = 0; i < log.length; i++) hash = Math.imul(hash ^ log.charCodeAt(i), 0x01000193)
    bits = ((hash >>> 24) ^ (hash >>> 16) ^ (hash >>> 8) ^ hash) & 0xff
    if (LOG_BITS.size > 10_000) LOG_BITS.clear()
    LOG_BITS.set(log, bits)
  }
  return bits
}

const RECEIVED_MAX = 2 ** 42 - 1
const SEQUENCE_MAX = 2 ** 40 - 1
const INDEX_MAX = 2 ** 16 - 1

/** Add the rank of a copy, revision 0. @param receivedAt milliseconds since the Unix epoch @param log where it came in, as what follows */
export function writeRank(ranks: Wide, receivedAt: number, log: string, sequence: number, index: number): void {
  const received = RECEIVED_MAX - Math.min(RECEIVED_MAX, Math.max(0, receivedAt))
  const sequenceLeft = SEQUENCE_MAX - Math.min(SEQUENCE_MAX, sequence)
  const indexLeft = INDEX_MAX - Math.min(INDEX_MAX, index)
  const logLeft = 0xff - bitsOfLog(log)
  // Words of 32 bits: revision 22 and the low 10 of index; the other 6 of index and the low 26 of sequence; …
  ranks.words(
    (indexLeft & 0x3ff) << 22,
    (indexLeft >>> 10) + (sequenceLeft % 2 ** 26) * 64,
    Math.floor(sequenceLeft / 2 ** 26) + logLeft * 2 ** 14 + (received % 2 ** 10) * 2 ** 22,
    Math.floor(received / 2 ** 10),
  )
}
