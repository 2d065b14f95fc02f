// A collector in its own process, and the tools that its faults need.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')
export const noSync: string[] = ['--import', join(root, 'bench/peers/no-sync.ts')]

/** A program that a test needs. @throws Error naming the Debian package when it isn't there. */
export function need(path: string, debianPackage: string): string {
  if (!existsSync(path)) throw new Error(`${path} is missing. Install it: apt-get install ${debianPackage}`)
  return path
}

let built: string | undefined
/** Build the shim of faults/native, once. @returns the shared object. */
export function shim(): string {
  if (built) return built
  need('/usr/bin/gcc', 'gcc')
  need('/usr/include/stdio.h', 'libc6-dev')
  const out = join(mkdtempSync(join(tmpdir(), 'wayside-shim-')), 'shim.so')
  const source = join(import.meta.dirname, '../native/shim.c')
  const { status, stderr } = spawnSync('gcc', [
    '-O2',
    '-Wall',
    '-shared',
    '-fPIC',
    '-o',
    out,
    source,
    '-ldl',
    '-lpthread',
  ])
  if (status !== 0) throw new Error(`gcc: ${stderr}`)
  built = out
  return out
}

export interface Collector {
  child: ChildProcess
  port: number
  /** What it said on standard error. */
  said(): string
  /** Has it ended by itself? */
  ended(): boolean
  stop(signal?: NodeJS.Signals): Promise<void>
}

export interface CollectorSetup {
  data: string
  port?: number
  flags?: string[]
  nodeArgs?: string[]
  env?: NodeJS.ProcessEnv
  /** A program that starts node: strace and its arguments. */
  under?: string[]
}

/** Start `wayside collect` and wait until it takes requests. */
export async function startCollector({
  data,
  port = 0,
  flags = [],
  nodeArgs = [],
  env = {},
  under = [],
}: CollectorSetup): Promise<Collector> {
  const script = join(root, 'bench/peers/wayside.ts')
  const own = ['collect', '--data', data, '--port', String(port), '--reserve', '0', ...flags]
  const [command, ...args] = [...under, process.execPath, ...nodeArgs, script, ...own]
  // With io_uring, libuv's syncs would pass by the shim.
  const child = spawn(command!, args, {
    env: { ...process.env, UV_USE_IO_URING: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr!.on('data', (text) => (said += text))
  const found = await new Promise<number>((done, fail) => {
    child.stdout!.on('data', (text) => {
      const match = /collector ready: http:\/\/[^:]+:(\d+)/.exec(String(text))
      if (match) done(Number(match[1]))
    })
    child.on('exit', (code, signal) => fail(new Error(`the collector ended (${code ?? signal}): ${said}`)))
  })
  const exited = new Promise<void>((done) => child.once('exit', () => done()))
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null
  // Also when the test fails half-way: no process is left.
  onTestFinished(() => {
    if (!ended()) child.kill('SIGKILL')
  })
  return {
    child,
    port: found,
    said: () => said,
    ended,
    stop: async (signal = 'SIGTERM') => {
      if (!ended()) child.kill(signal)
      await exited
    },
  }
}

/** A folder that goes when the test is over. */
export function scratch(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-faults-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
