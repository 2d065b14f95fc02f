// Keeps child processes of one node alive: a collector that outlives a crash of the backend, and the other way round.
// Promises: a child that ends unasked is started again, later each time; when we end, they end, by process id.
import { type ChildProcess, spawn } from 'node:child_process'

/** First wait before a restart; doubles up to RESTART_MAX_MS, and starts over after a child has lived that long. */
const RESTART_MS = 500
const RESTART_MAX_MS = 15_000
/** How long a child may take to stop by itself, milliseconds. */
const STOP_MS = 10_000

export interface Supervised {
  /** Resolves with what the child says when it is ready; rejects when it ends before. */
  ready: Promise<Record<string, unknown>>
  stop(): Promise<void>
}

/** Start `node script args` and keep it. Children say `process.send({ ready: true, … })`, and stop on SIGTERM or when we are gone. */
export function supervise(name: string, script: string, args: string[], monotonic: () => number): Supervised {
  let child: ChildProcess | undefined
  let stopping = false
  let waitMs = RESTART_MS
  let timer: NodeJS.Timeout | undefined
  let onReady: (message: Record<string, unknown>) => void = () => undefined
  let onDead: (error: Error) => void = () => undefined
  const ready = new Promise<Record<string, unknown>>((resolve, reject) => {
    onReady = resolve
    onDead = reject
  })
  let wasReady = false
  const start = (): void => {
    const startedAt = monotonic()
    child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.on('message', (message) => {
      wasReady = true
      onReady(message as Record<string, unknown>)
    })
    child.on('exit', (code, signal) => {
      if (stopping) return
      if (!wasReady) return onDead(new Error(`${name} did not start (exit code ${code ?? signal}).`))
      if (monotonic() - startedAt > RESTART_MAX_MS) waitMs = RESTART_MS
      process.stderr.write(`${name} ended (${code ?? signal}); starting it again in ${waitMs} ms\n`)
      timer = setTimeout(start, waitMs)
      waitMs = Math.min(waitMs * 2, RESTART_MAX_MS)
    })
  }
  start()
  return {
    ready,
    stop: async () => {
      stopping = true
      clearTimeout(timer)
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((resolve) => child?.once('exit', resolve))
      child.kill('SIGTERM')
      const kill = setTimeout(() => child?.kill('SIGKILL'), STOP_MS)
      await ended
      clearTimeout(kill)
    },
  }
}

/** Run until SIGINT, SIGTERM or the end of the parent process, then `stop`. A second signal ends at once. */
export function untilStopped(stop: () => Promise<void>): void {
  let stopping = false
  const end = (): void => {
    if (stopping) process.exit(1)
    stopping = true
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${(error as Error).message}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  process.on('disconnect', end)
}
