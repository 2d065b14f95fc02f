// Starts programs, waits until they serve, counts what CPU they and their children use, and ends them by id.
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:net'

const TICKS_PER_SECOND = 100

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** Start a program; its errors are shown when it ends badly. */
export function start(command: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } })
  let errors = ''
  child.stderr!.on('data', (data) => (errors += data))
  child.on('exit', (code) => {
    if (code) process.stderr.write(`${command} ${args.join(' ')} ended with ${code}:\n${errors}\n`)
  })
  return child
}

/** Wait until something listens. @throws Error after `ms` */
export async function listening(port: number, ms = 20_000): Promise<void> {
  for (const until = Date.now() + ms; Date.now() < until; await new Promise((next) => setTimeout(next, 50))) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (open) return
  }
  throw new Error(`Nothing listens on port ${port} after ${ms} ms.`)
}

/** End a program and wait for it. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}

/** User and system time of processes and all their children so far, seconds. */
export function cpuSeconds(roots: number[]): number {
  const parents = new Map<number, { parent: number; ticks: number }>()
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
      parents.set(Number(name), { parent: Number(fields[1]), ticks })
    } catch {
      // It ended while we looked.
    }
  }
  let sum = 0
  for (const [pid, { ticks }] of parents) {
    for (let at: number | undefined = pid; at; at = parents.get(at)?.parent) {
      if (!roots.includes(at)) continue
      sum += ticks
      break
    }
  }
  return sum / TICKS_PER_SECOND
}

/** Resident memory of a process, bytes. */
export function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
}
