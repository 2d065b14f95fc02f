import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFile } from './direct-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wayside-direct-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const size = fc.oneof(fc.nat(60), fc.integer({ min: 4_000, max: 4_200 }), fc.nat(20_000), fc.constant(2_100_000))
const step = fc.record({ bytes: size, synced: fc.boolean() })

test('what is written piece by piece, of any sizes, is in the file to the byte, and zeros follow it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), fc.nat(255), async (steps, seed) => {
      const path = join(folder, 'file')
      const file = createFile(path)
      const fileBytes = 26 * 2 ** 20
      file.truncate(fileBytes)
      const all: Buffer[] = []
      let at = 0
      for (const [index, { bytes, synced }] of steps.entries()) {
        const piece = Buffer.from(Uint8Array.from({ length: bytes }, (_, n) => (n * 31 + index * 7 + seed) | 1))
        for (let from = 0; from < bytes; ) {
          const left = bytes - from
          const count = synced ? await file.writeSynced(piece, from, left, at) : file.write(piece, from, left, at)
          from += count
          at += count
        }
        all.push(piece)
      }
      file.close()
      const found = readFileSync(path)
      expect(found.length).toBe(fileBytes)
      expect(found.subarray(0, at).equals(Buffer.concat(all))).toBe(true)
      expect(found.subarray(at).equals(Buffer.alloc(fileBytes - at))).toBe(true)
    }),
    { numRuns: 8 },
  )
})

test('an error of the disk is told with its code, and the next file is none the wiser', async () => {
  const bytes = Buffer.from('text')
  const closed = createFile(join(folder, 'closed'))
  closed.close()
  await expect(closed.writeSynced(bytes, 0, 4, 0)).rejects.toMatchObject({ code: 'EBADF' })
  const open = createFile(join(folder, 'open'))
  expect(await open.writeSynced(bytes, 0, 4, 0)).toBe(4)
  open.close()
  expect(readFileSync(join(folder, 'open')).subarray(0, 5).toString()).toBe('text\0')
})

test('a place that is neither a block nor the end of the last write is refused', () => {
  const file = createFile(join(folder, 'file'))
  file.write(Buffer.from('text'), 0, 4, 0)
  expect(() => file.write(Buffer.from('text'), 0, 4, 5)).toThrow('from front to back')
  file.close()
})

test('a program waits for what is under way and then ends by itself', () => {
  const program = `
    const { createFile } = await import(${JSON.stringify(join(import.meta.dirname, 'direct-file.ts'))})
    createFile(${JSON.stringify(join(folder, 'file'))}).writeSynced(Buffer.from('text'), 0, 4, 0).then(console.log)`
  const args = ['--input-type=module', '-e', program]
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 20_000 })
  expect([stdout, status]).toEqual(['4\n', 0])
})
