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
