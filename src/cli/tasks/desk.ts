// Where a running backend takes tasks from commands: a socket that only its own user may open.
// Promises: tasks that change something run one after another; what is asked by somebody who turned away is stopped in good order; an error
// reaches the one who asked, and nobody else. Does not: authenticate: whoever may open the socket may do anything to the folder anyway.
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { WaysideError } from '../../event/index.ts'
import { remove } from '../../platform/index.ts'
import { type Backend, withSites } from '../backend.ts'
import { version } from '../version.ts'
import { taskNamed } from './all.ts'
import type { TaskLine, TaskRequest } from './task.ts'

/** Owner only, from the moment that the socket exists. */
const OWNER_ONLY = 0o177

export interface Desk {
  /** Take no more tasks, stop those that run, and wait for their end. */
  close(): Promise<void>
}

/** @param path where `socketPlace` put it */
export async function openDesk(path: string, backend: Backend): Promise<Desk> {
  const work = new Queue(backend)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    receive(socket, work)
  })
  // Left by a backend that was killed.
  remove(path)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', resolve)
    const before = process.umask(OWNER_ONLY)
    try {
      server.listen(path)
    } finally {
      process.umask(before)
    }
  })
  return {
    async close() {
      server.close()
      work.stop()
      await work.done()
      for (const socket of sockets) socket.destroySoon()
      remove(path)
    },
  }
}

function receive(socket: Socket, work: Queue): void {
  const stop = new AbortController()
  const send = (line: TaskLine): void => void (socket.writable && socket.write(`${JSON.stringify(line)}\n`))
  socket.on('error', () => undefined)
  socket.on('close', () => stop.abort())
  let isFirst = true
  createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    if (!isFirst) return stop.abort()
    isFirst = false
    work
      .take(line, send, stop.signal)
      .then(
        (answer) => send({ answer }),
        (error: Error) => send({ error: faceOf(error) }),
      )
      .finally(() => socket.end())
  })
}

/** The tasks of one backend. */
class Queue {
  readonly #backend: Backend
  readonly #stopping = new AbortController()
  readonly #running = new Set<Promise<unknown>>()
  /** The exclusive task that runs, or waits last. */
  #last: { name: string; end: Promise<unknown> } | undefined

  constructor(backend: Backend) {
    this.#backend = backend
  }

  /** @throws WaysideError */
  take(line: string, send: (line: TaskLine) => void, asked: AbortSignal): Promise<unknown> {
    const mine = this.#take(line, send, AbortSignal.any([asked, this.#stopping.signal]))
    this.#running.add(mine)
    mine.catch(() => undefined).finally(() => this.#running.delete(mine))
    return mine
  }

  stop(): void {
    this.#stopping.abort()
  }

  async done(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  async #take(line: string, send: (line: TaskLine) => void, signal: AbortSignal): Promise<unknown> {
    const request = JSON.parse(line) as TaskRequest
    if (request.version !== version())
      throw new WaysideError(
        'INPUT',
        `The running backend is ${version()}, this command ${request.version}: restart it.`,
      )
    const task = taskNamed(request.task)
    if (!task) throw new WaysideError('INPUT', `The running backend knows no ${request.task}.`)
    const backend = request.sites === undefined ? this.#backend : withSites(this.#backend, request.sites)
    const run = (): Promise<unknown> =>
      task.run(backend, request.query, { signal, onProgress: (progress) => send({ progress }) })
    if (!task.isExclusive) return run()
    const before = this.#last
    if (before) send({ waitsFor: before.name })
    const mine = { name: task.name, end: Promise.resolve() as Promise<unknown> }
    const work = (before?.end ?? Promise.resolve()).then(() => {
      signal.throwIfAborted()
      return run()
    })
    mine.end = work
      .catch(() => undefined)
      .finally(() => {
        if (this.#last === mine) this.#last = undefined
      })
    this.#last = mine
    return work
  }
}

function faceOf(error: Error): { code?: string; message: string } {
  if (error instanceof WaysideError) return error.toJSON()
  if (error.name === 'AbortError') return new WaysideError('INPUT', 'Stopped before it began.').toJSON()
  return { message: error.stack ?? error.message }
}
