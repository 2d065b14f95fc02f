// `wayside log`: what an operator sees of a whole log, of one that a crash cut, and of one that the disk damaged.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeRecord } from '../../src/event/index.ts'
import { listSegments, openLog, writeCheckpoint } from '../../src/log/index.ts'
import { temporaryFolder, wayside } from '../wayside.ts'

test('inspect lists segments and readers, cat prints records, verify says whole, and names what is missing', async () => {
  const root = temporaryFolder()
  const folder = join(root, 'a-0')
  const log = await openLog({ folder })
  for (const word of ['one', 'two', 'three']) {
    const stamp = { v: 1, route: 'beacon', receivedAt: 1_732_300_000_000, datacenter: 'a' } as const
    await log.append(encodeRecord(stamp, Buffer.from(`{"word":"${word}"}`)))
  }
  await log.close()
  writeCheckpoint(folder, 'loader', 2)

  const inspected = wayside('log', 'inspect', root)
  expect(inspected.status).toBe(0)
  expect(inspected.out).toMatch(/0000000000000001\.log +1 +3 +3 /)
  expect(inspected.out).toContain('reader loader: done with 2\n')

  const printed = wayside('log', 'cat', folder, '--after', '1')
  const lines = printed.out.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line) as { sequence: number; body: string })).toMatchObject([
    { sequence: 2, stamp: { route: 'beacon', datacenter: 'a' }, body: '{"word":"two"}' },
    { sequence: 3, body: '{"word":"three"}' },
  ])

  expect(wayside('log', 'verify', root)).toMatchObject({
    status: 0,
    out: `${folder}: 3 records in 1 segments: whole\n`,
  })
  const { path } = listSegments(folder)[0]!
  const bytes = readFileSync(path)
  bytes[bytes.indexOf('two')]! ^= 1
  writeFileSync(path, bytes)
  const damaged = wayside('log', 'verify', folder)
  expect(damaged.status).toBe(1)
  expect(damaged.out).toContain('after record 1, are no records\n')
  expect(damaged.out).toContain('records 2 to 2 are missing\n')
  expect(damaged.out).toContain('NOT whole\n')
  expect(wayside('log', 'verify', join(root, 'elsewhere')).status).not.toBe(0)
})
