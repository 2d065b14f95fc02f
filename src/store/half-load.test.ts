import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { HalfLoad, HalfLoadUnreadable } from './half-load.ts'

function crashed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-half-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'half-load.json')
}

test('a load that was cut short stays half until all of it has gone in again, in whatever pieces and order', () => {
  const path = crashed()
  new HalfLoad(path).begin([{ log: 'a', first: 11, last: 20 }])
  const half = new HalfLoad(path)
  const load = (log: string, first: number, last: number): boolean => {
    half.begin([{ log, first, last }])
    half.done([{ log, first, last }])
    return half.isPending
  }
  // Newer records come before a backlog.
  expect(load('a', 50, 60)).toBe(true)
  expect(load('b', 1, 100)).toBe(true)
  expect(load('a', 14, 16)).toBe(true)
  expect(load('a', 17, 30)).toBe(true)
  expect(new HalfLoad(path).isPending).toBe(true)
  expect(load('a', 5, 13)).toBe(false)
  expect(new HalfLoad(path).isPending).toBe(false)
})

test('a replay that was cut short is remembered too, and no load of the same records from the log ends it', () => {
  const path = crashed()
  const replay = { log: 'a', first: 3, last: 3, isReplay: true }
  new HalfLoad(path).begin([replay])
  const half = new HalfLoad(path)
  const fromLog = [{ log: 'a', first: 1, last: 9 }]
  half.begin(fromLog)
  half.done(fromLog)
  expect(half.pending).toEqual([replay])
  half.done([replay])
  expect(new HalfLoad(path).isPending).toBe(false)
})

test.each(['[["a", 11]]', '[{"log":"a","first":1}]', '[null]', '{}', '[{"log"'])(
  'a note in another form stops the store with an error that names the way out: %s',
  (text) => {
    const path = crashed()
    writeFileSync(path, text)
    expect(() => new HalfLoad(path)).toThrow(HalfLoadUnreadable)
    expect(() => new HalfLoad(path)).toThrow(`${path} does not say which records were going in. Remove it`)
  },
)
