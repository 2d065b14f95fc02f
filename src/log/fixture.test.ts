// A log written by the first release of format 1 reads for ever.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { inspectLog, openLog, openReader } from './index.ts'

test('format 1 reads as it was written, and can be gone on with', async () => {
  const root = mkdtempSync(join(tmpdir(), 'wayside-fixture-'))
  const folder = join(root, 'log')
  cpSync(resolve(import.meta.dirname, '../../test/fixtures/log/format-1'), folder, { recursive: true })
  expect(inspectLog(folder)).toMatchObject([{ first: 1, last: 3, records: 3, sealed: true, damage: [], missing: [] }])
  const log = await openLog({ folder })
  expect(await log.append(Buffer.from('next'))).toBe(4)
  const reader = openReader({ folder, after: 0 })
  const found = [...(await reader.read(1e6)), ...(await reader.read(1e6))].map(({ body }) => body.toString())
  expect(found).toEqual([
    '{"v":1,"route":"beacon","receivedAt":1732300003210,"datacenter":"a"}\n{"v":1}',
    '',
    'x'.repeat(300),
    'next',
  ])
  reader.close()
  await log.close()
  rmSync(root, { recursive: true })
})
