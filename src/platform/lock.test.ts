import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { acquireLock, LockHeld, lockHolder } from './lock.ts'

function lockPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'backend.lock')
}

test('a second taker is told which process holds the folder', () => {
  const path = lockPath()
  acquireLock(path, { pid: process.pid, command: 'wayside serve', url: 'http://127.0.0.1:8090' })
  expect(() => acquireLock(path, { pid: process.pid, command: 'wayside load' })).toThrow(LockHeld)
  expect(() => acquireLock(path, { pid: process.pid, command: 'wayside load' })).toThrow(
    `held by process ${process.pid} (wayside serve, http://127.0.0.1:8090)`,
  )
})

test('a released lock can be taken again, and leaves no file behind', () => {
  const path = lockPath()
  acquireLock(path, { pid: process.pid, command: 'one' })()
  expect(existsSync(path)).toBe(false)
  acquireLock(path, { pid: process.pid, command: 'two' })
  expect(lockHolder(path)?.command).toBe('two')
})

test("a dead holder's lock is taken over, and so is a torn one", async () => {
  const path = lockPath()
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => child.on('exit', resolve))
  writeFileSync(path, JSON.stringify({ pid: child.pid, command: 'gone' }))
  expect(lockHolder(path)).toBeUndefined()
  acquireLock(path, { pid: process.pid, command: 'next' })()
  writeFileSync(path, '{"pid":')
  acquireLock(path, { pid: process.pid, command: 'after' })
  expect(lockHolder(path)?.command).toBe('after')
})

test('a lock left by a crashed process is taken over although another process has its id now', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-lock-'))
  const path = join(folder, 'lock')
  writeFileSync(path, JSON.stringify({ pid: process.pid, command: 'wayside', began: '1' }))
  expect(lockHolder(path)).toBeUndefined()
  const release = acquireLock(path, { pid: process.pid, command: 'wayside' })
  expect(() => acquireLock(path, { pid: process.pid, command: 'wayside' })).toThrow(LockHeld)
  release()
  rmSync(folder, { recursive: true })
})
