// Has a task done on a data folder: by the backend that holds it, or by ourselves where none does.
// Promises: both ways give the same answer, progress and errors; Ctrl-C stops an exclusive task in good order, a second one ends us.
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ERRORS, type ErrorCode, WaysideError } from '../../event/index.ts'
import { exists, lockHolder, sleep } from '../../platform/index.ts'
import { openBackend } from '../backend.ts'
import type { Config } from '../config.ts'
import { configOf, type FolderOptions } from '../options.ts'
import { version } from '../version.ts'
import type { Task, TaskLine, TaskRequest } from './task.ts'

/** How long we wait for a backend that is just starting, or for another command that holds the folder, milliseconds. */
const HELD_WAIT_MS = 10_000
const HELD_LOOK_MS = 100

/** @throws WaysideError INPUT when there is no such folder, FOLDER_IN_USE when something holds it that takes no tasks. */
export async function runTask<Q, A, P>(
  options: FolderOptions,
  task: Task<Q, A, P>,
  query: Q,
  onProgress: (progress: P) => void = () => undefined,
): Promise<A> {
  const config = configOf(options)
  if (!exists(join(config.data, 'keys.json')) && !exists(join(config.data, 'log')))
    throw new WaysideError(
      'INPUT',
      `${config.data} is no data folder: it holds neither keys nor a log. Name one with --data.`,
    )
  const stop = new AbortController()
  const interrupt = (): void => stop.abort()
  if (task.isExclusive) process.once('SIGINT', interrupt)
  try {
    const socket = await findBackend(config)
    if (socket === undefined) return await runHere(config, task, query, { onProgress, signal: stop.signal })
    const request = { version: version(), task: task.name, query, ...(options.config && { sites: config.sites }) }
    return (await askOver(socket, request, onProgress as (progress: unknown) => void, stop.signal)) as A
  } finally {
    process.removeListener('SIGINT', interrupt)
  }
}

async function runHere<Q, A, P>(
  config: Config,
  task: Task<Q, A, P>,
  query: Q,
  hand: { onProgress(progress: P): void; signal: AbortSignal },
): Promise<A> {
  const backend = await openBackend(config, `wayside ${task.name}`)
  try {
    return await task.run(backend, query, hand)
  } finally {
    await backend.close()
  }
}

/** A connection to the backend that holds a folder; undefined when nothing does, or when what does will not let go of it in time. */
async function findBackend({ data }: Config): Promise<Socket | undefined> {
  for (let waitedMs = 0; waitedMs < HELD_WAIT_MS; waitedMs += HELD_LOOK_MS) {
    const holder = lockHolder(join(data, 'backend.lock'))
    if (!holder) return undefined
    const socket = holder.socket === undefined ? undefined : await open(holder.socket)
    if (socket) return socket
    await sleep(HELD_LOOK_MS)
  }
  return undefined
}

/** @returns undefined while nobody listens there. @throws WaysideError FORBIDDEN when it belongs to somebody else. */
function open(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EACCES' || error.code === 'EPERM')
        reject(new WaysideError('INPUT', `${path} belongs to another user. Run the command as the backend's own.`))
      else resolve(undefined)
    })
  })
}

function askOver(
  socket: Socket,
  request: TaskRequest,
  onProgress: (progress: unknown) => void,
  signal: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const gone = (): void =>
      reject(new WaysideError('STORE_UNAVAILABLE', 'The backend ended before it had answered; run the command again.'))
    // Any further line means: stop.
    signal.addEventListener('abort', () => socket.write('{"stop":true}\n'), { once: true })
    socket.on('error', gone)
    socket.on('close', gone)
    createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (text) => {
      const line = JSON.parse(text) as TaskLine
      if ('progress' in line) onProgress(line.progress)
      else if ('waitsFor' in line) process.stderr.write(`waits until ${line.waitsFor} has ended\n`)
      else if ('answer' in line) resolve(line.answer)
      else reject(errorOf(line.error))
    })
    socket.write(`${JSON.stringify(request)}\n`)
  })
}

function errorOf({ code, message }: { code?: string; message: string }): Error {
  if (code === undefined || !Object.hasOwn(ERRORS, code)) return new Error(message)
  const error = new WaysideError(code as ErrorCode)
  // The message names the fix already.
  error.message = message
  return error
}
