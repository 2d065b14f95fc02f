// Starts programs in process groups of their own and makes sure that they end: when asked, when this process exits,
// and on SIGINT, SIGTERM and SIGHUP. Ends only what was started here, by id.
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const groups = new Set<number>()
let watching = false

/** The kernel ends the program when this process dies without a chance to clean up (SIGKILL). */
const DEATH_SIGNAL = '/usr/bin/setpriv'

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}

function watchForTheEnd(): void {
  if (watching) return
  watching = true
  const endAll = () => {
    for (const pid of groups) signalGroup(pid, 'SIGKILL')
  }
  process.on('exit', endAll)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      endAll()
      // Others that listen to the signal decide when to leave.
      if (process.listenerCount(signal) === 0) process.exit(128 + constants.signals[signal])
    })
}

export interface Started {
  pid: number
  child: ChildProcess
  /** SIGKILL of the whole group; resolves when no process of it is left. */
  kill(): Promise<void>
  /** Resolves to whether the group ended by itself in time. */
  ended(timeoutMs: number): Promise<boolean>
  /** Resolves with the first match in what the program writes to stderr; rejects when it ends or stays silent. */
  says(pattern: RegExp, timeoutMs: number): Promise<RegExpMatchArray>
}

/** Starts `command` detached, in its own process group. */
export function start(command: string, args: string[], env: Record<string, string>, stdio: StdioOptions): Started {
  watchForTheEnd()
  const guarded = existsSync(DEATH_SIGNAL)
    ? [DEATH_SIGNAL, '--pdeathsig', 'KILL', command, ...args]
    : [command, ...args]
  const child = spawn(guarded[0]!, guarded.slice(1), { env: { ...process.env, ...env }, stdio, detached: true })
  const pid = child.pid
  if (pid === undefined) throw new Error(`${command} could not be started.`)
  groups.add(pid)
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk).slice(-20_000)
  })
  child.on('error', () => {})

  const ended = async (timeoutMs: number): Promise<boolean> => {
    for (const until = performance.now() + timeoutMs; signalGroup(pid, 0); await sleep(20))
      if (performance.now() > until) return false
    groups.delete(pid)
    return true
  }
  return {
    pid,
    child,
    ended,
    kill: async () => {
      signalGroup(pid, 'SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      await ended(5_000)
    },
    says: async (pattern, timeoutMs) => {
      for (const until = performance.now() + timeoutMs; performance.now() < until; await sleep(20)) {
        const match = stderr.match(pattern)
        if (match) return match
        if (child.exitCode !== null || child.signalCode !== null) break
      }
      throw new Error(`${command} did not say ${pattern}: ${stderr.slice(-1_000)}`)
    },
  }
}

/** A folder that the browser takes for its home and profile. */
export interface Home {
  folder: string
  /** HOME and the XDG folders, so that nothing of the machine's user is read or written. */
  env: Record<string, string>
  /** Removes the folder when it was made here. */
  remove(): void
}

export function makeHome(profile: string | undefined): Home {
  const folder = profile ?? mkdtempSync(join(tmpdir(), 'wayside-browser-'))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const env: Record<string, string> = { HOME: folder, DBUS_SESSION_BUS_ADDRESS: 'disabled:' }
  for (const name of ['CONFIG', 'CACHE', 'DATA', 'RUNTIME']) {
    const below = join(folder, 'xdg', name.toLowerCase())
    mkdirSync(below, { recursive: true, mode: 0o700 })
    env[name === 'RUNTIME' ? 'XDG_RUNTIME_DIR' : `XDG_${name}_HOME`] = below
  }
  const remove = () => {
    process.off('exit', remove)
    if (profile === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
  process.on('exit', remove)
  return { folder, env, remove }
}
