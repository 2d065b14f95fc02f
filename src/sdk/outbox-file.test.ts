// What the sender's tests can't time: a process that stands still between two system calls, and a disk that fails half way.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Line } from './facts.ts'
import { FileOutbox } from './outbox-file.ts'

const line = (text: string): Line => ({ text: `{"t":"${text}"}`, bytes: text.length + 9, conversion: false })

function open(now: () => number): { outbox: FileOutbox; files: () => string[]; moved: number[]; faults: unknown[] } {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-outbox-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [moved, faults]: [number[], unknown[]] = [[], []]
  const outbox = new FileOutbox({
    folder,
    site: 'bookstore',
    outbox: 'me',
    bytesMax: 10_000,
    now,
    onFault: (error) => faults.push(error),
    onMoved: (count) => moved.push(count),
  })
  const files = (): string[] =>
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => name.endsWith('ndjson'))
      .map((name) => join(folder, name))
  return { outbox, files, moved, faults }
}

test('a process that stood still while it wrote writes again, to a file that nobody can have taken', async () => {
  let [calls, at] = [0, 1_700_000_000_000]
  // It lives when it begins, and two minutes have passed when it looks at the clock after the write.
  const { outbox, files } = open(() => (++calls >= 3 ? at + 120_000 : at))
  expect(await outbox.put([line('a')])).toEqual([])
  expect(files()).toHaveLength(2)
  expect(outbox.count).toBe(1)
  // Whoever took this one for gone has sent and removed the first file.
  rmSync(files().find((name) => name.includes('.1.ndjson'))!)
  at += 240_000
  expect(await outbox.next(true)).toMatchObject({ outbox: 'me', lines: ['{"t":"a"}'] })
})

test('events that came while a batch is under way are not lost when it is done', async () => {
  const { outbox, files } = open(() => 1_700_000_000_000)
  await outbox.put([line('a')])
  const first = (await outbox.next(true))!
  await outbox.put([line('b')])
  await outbox.done(first, false)
  expect(await outbox.next(true)).toMatchObject({ lines: ['{"t":"b"}'] })
  expect(files()).toHaveLength(1)
})

test('a batch says who numbered it, and whole lines only are its events', async () => {
  const { outbox, files } = open(() => 1_700_000_000_000)
  await outbox.put([line('a'), line('b')])
  expect(readFileSync(files()[0]!, 'utf8')).toBe('{"v":1,"site":"bookstore","outbox":"me"}\n{"t":"a"}\n{"t":"b"}\n')
})

test('what has no room in the folder comes back, and nothing that it kept does', async () => {
  const { outbox } = open(() => 1_700_000_000_000)
  const lines = Array.from({ length: 30 }, (_, i) => line(`${i}`.padStart(491, '0')))
  const left = await outbox.put(lines)
  expect(outbox.count).toBe(20)
  expect(left).toEqual(lines.slice(20))
})
