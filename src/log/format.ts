// The bytes of a segment, format 1. `docs/reference/log-format.md` says the same for readers in other languages.
//
//   segment = header (64 bytes at 0, its copy at 4096), from 8192 on: records, optional seal, zeros
//   header  = "WAYSIDE LOG 1\n" + two zeros (16) · first sequence u64 · acknowledged u64 · made at u64 (ms) · salt u32 · zeros · CRC32C u32 of bytes 0–59
//   record  = "WAY1" · CRC32C u32 of all that follows, XOR salt · body length u32 · sequence u64 · body
//   seal    = "WAYZ" · CRC32C u32 of all that follows, XOR salt · zero u32 · last sequence u64
//
// All numbers are little-endian. `acknowledged` is the highest sequence known durable when the segment was made: a number between
// it and `first` was never acknowledged; a missing number at or below it is damage. The salt is random, so that a body that looks
// like a record is never taken for one when a reader looks for the next whole record after damage.
import { crc32c } from './crc32c.ts'
import { SegmentUnreadable } from './errors.ts'
import { RECORD_BYTES_MAX } from './limits.ts'

/** Where the records begin: past the header and its copy, which lie in two blocks so that one bad block does not cost a segment. */
export const HEADER_BYTES = 8_192
const COPY_AT = 4_096
const FIELDS_BYTES = 64
/** What stands before a record's body, and the length of a seal. */
export const FRAME_BYTES = 20
/** The first bytes of a record. */
export const RECORD_MAGIC: Buffer = Buffer.from('WAY1', 'latin1')

const HEADER_MAGIC = Buffer.from('WAYSIDE LOG 1\n\0\0', 'latin1')
const RECORD_MARK = RECORD_MAGIC.readUInt32LE(0)
const SEAL_MARK = Buffer.from('WAYZ', 'latin1').readUInt32LE(0)
const TWO_32 = 2 ** 32

export interface SegmentHeader {
  /** Every record here has this sequence or a higher one. */
  first: number
  /** Highest sequence known durable when the segment was made. */
  acknowledged: number
  /** Milliseconds since the Unix epoch, for people only. */
  madeAt: number
  /** Random, unsigned 32 bits. */
  salt: number
}

export function encodeHeader({ first, acknowledged, madeAt, salt }: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  HEADER_MAGIC.copy(bytes)
  bytes.writeBigUInt64LE(BigInt(first), 16)
  bytes.writeBigUInt64LE(BigInt(acknowledged), 24)
  bytes.writeBigUInt64LE(BigInt(Math.max(0, Math.floor(madeAt))), 32)
  bytes.writeUInt32LE(salt, 40)
  bytes.writeUInt32LE(crc32c(bytes, 0, FIELDS_BYTES - 4), FIELDS_BYTES - 4)
  bytes.copy(bytes, COPY_AT, 0, FIELDS_BYTES)
  return bytes
}

/** Read either copy. @throws SegmentUnreadable when neither is a header of format 1. */
export function decodeHeader(bytes: Buffer, name: string): SegmentHeader {
  const at = [0, COPY_AT].find((at) => isHeader(bytes, at))
  if (at === undefined) {
    const digit = String.fromCharCode(bytes[12] ?? 0)
    const newer = bytes.length > 12 && bytes.compare(HEADER_MAGIC, 0, 12, 0, 12) === 0 && /[2-9]/.test(digit)
    throw newer
      ? new SegmentUnreadable(`${name} has log format ${digit}; format 1 is read here. Upgrade Wayside.`, true)
      : new SegmentUnreadable(`${name} has lost its header and the copy of it.`, false)
  }
  return {
    first: Number(bytes.readBigUInt64LE(at + 16)),
    acknowledged: Number(bytes.readBigUInt64LE(at + 24)),
    madeAt: Number(bytes.readBigUInt64LE(at + 32)),
    salt: bytes.readUInt32LE(at + 40),
  }
}

function isHeader(bytes: Buffer, at: number): boolean {
  return (
    bytes.length >= at + FIELDS_BYTES &&
    bytes.compare(HEADER_MAGIC, 0, 16, at, at + 16) === 0 &&
    crc32c(bytes, at, at + FIELDS_BYTES - 4) === bytes.readUInt32LE(at + FIELDS_BYTES - 4)
  )
}

/** Put the frame before a body that already stands at `at + FRAME_BYTES`. */
export function frameRecord(bytes: Buffer, at: number, bodyBytes: number, sequence: number, salt: number): void {
  writeFrame(bytes, at, RECORD_MARK, bodyBytes, sequence, salt)
}

/** The seal of a segment that was left in order: nothing follows it. */
export function encodeSeal(lastSequence: number, salt: number): Buffer {
  const bytes = Buffer.alloc(FRAME_BYTES)
  writeFrame(bytes, 0, SEAL_MARK, 0, lastSequence, salt)
  return bytes
}

function writeFrame(bytes: Buffer, at: number, mark: number, bodyBytes: number, sequence: number, salt: number): void {
  bytes.writeUInt32LE(mark, at)
  bytes.writeUInt32LE(bodyBytes, at + 8)
  bytes.writeUInt32LE(sequence % TWO_32, at + 12)
  bytes.writeUInt32LE(Math.floor(sequence / TWO_32), at + 16)
  bytes.writeUInt32LE((crc32c(bytes, at + 8, at + FRAME_BYTES + bodyBytes) ^ salt) >>> 0, at + 4)
}

/**
 * What stands at a place of a buffer: `more` when the buffer ends before the frame or its body does, `zeros` where nothing was
 * written yet, `broken` for anything that is not whole.
 */
export type Frame =
  | { kind: 'record'; sequence: number; bodyBytes: number }
  | { kind: 'seal'; sequence: number }
  | { kind: 'more'; bytes: number }
  | { kind: 'zeros' }
  | { kind: 'broken' }

const BROKEN: Frame = { kind: 'broken' }

/** Read the frame at `at`; `end` is where the buffer's bytes end. */
export function readFrame(bytes: Buffer, at: number, end: number, salt: number): Frame {
  if (end - at < FRAME_BYTES) return { kind: 'more', bytes: FRAME_BYTES }
  const mark = bytes.readUInt32LE(at)
  if (mark !== RECORD_MARK && mark !== SEAL_MARK)
    return mark === 0 && isZero(bytes, at, at + FRAME_BYTES) ? { kind: 'zeros' } : BROKEN
  const bodyBytes = bytes.readUInt32LE(at + 8)
  if (bodyBytes > RECORD_BYTES_MAX) return BROKEN
  const next = at + FRAME_BYTES + bodyBytes
  if (next > end) return { kind: 'more', bytes: FRAME_BYTES + bodyBytes }
  if ((crc32c(bytes, at + 8, next) ^ salt) >>> 0 !== bytes.readUInt32LE(at + 4)) return BROKEN
  const sequence = bytes.readUInt32LE(at + 12) + bytes.readUInt32LE(at + 16) * TWO_32
  return mark === SEAL_MARK ? { kind: 'seal', sequence } : { kind: 'record', sequence, bodyBytes }
}

function isZero(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 0) return false
  return true
}
