import { mkdtempSync, openSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ReadAhead } from './read-ahead.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wayside-ahead-'))
  path = join(folder, 'file')
  writeFileSync(path, Buffer.alloc(3_500_000, 7))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const isOpen = (): boolean =>
  readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path
    } catch {
      return false
    }
  })

test('a file that is closed while it is read ahead is let go of afterwards, whatever was asked for', async () => {
  for (const [length, position] of [
    [3_500_000.5, 0],
    [9_000_000, 3_000_000],
    [1_000, 5_000_000],
    [0, 0],
    [-1, 10],
  ] as const) {
    const ahead = new ReadAhead(openSync(path, 'r'))
    expect(isOpen()).toBe(true)
    ahead.ask(length, position)
    ahead.close()
    await vi.waitFor(() => expect(isOpen()).toBe(false))
  }
})

test('what cannot be read fails nobody', async () => {
  const ahead = new ReadAhead(openSync(folder, 'r'))
  ahead.ask(2_000_000, 0)
  await new Promise((resolve) => setTimeout(resolve, 50))
  ahead.ask(2_000_000, 1_000_000)
  ahead.close()
})
