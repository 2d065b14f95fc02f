import { expect, test } from 'vitest'
import { crc32c } from './crc32c.ts'

test.each([
  [Buffer.alloc(32), 0x8a9136aa],
  [Buffer.alloc(32, 0xff), 0x62a8ab43],
  [Buffer.from(Array.from({ length: 32 }, (_, n) => n)), 0x46dd794e],
  [Buffer.from('123456789'), 0xe3069283],
])('the test vectors of RFC 3720 hold (%#)', (bytes, expected) => {
  expect(crc32c(bytes, 0, bytes.length)).toBe(expected)
  const shifted = Buffer.concat([Buffer.from('xyz'), bytes, Buffer.from('!')])
  expect(crc32c(shifted, 3, 3 + bytes.length)).toBe(expected)
})

test('at every alignment and length it says what the bit-by-bit definition says', () => {
  const bytes = Buffer.from(Array.from({ length: 200 }, (_, n) => (n * 167 + 13) & 255))
  const slow = (start: number, end: number): number => {
    let crc = 0xffffffff
    for (let at = start; at < end; at++) {
      crc ^= bytes[at]!
      for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
    }
    return ~crc >>> 0
  }
  for (let start = 0; start < 20; start++)
    for (let end = start; end <= bytes.length; end += 1 + (end % 3))
      expect(crc32c(bytes, start, end)).toBe(slow(start, end))
})
