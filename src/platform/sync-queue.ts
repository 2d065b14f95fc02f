// Hands writes that must be flushed to a thread of their own, one for the whole process, started when it is first needed.
// Promises: answers in order; the process stays alive while a job is under way, and only then. Does not: bound how much waits.
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import type { SyncAnswer, SyncJob } from './sync-thread.ts'

interface Waiting {
  resolve(count: number): void
  reject(error: Error): void
}

const SCRIPT = import.meta.url.endsWith('.ts')
  ? new URL('./sync-thread.ts', import.meta.url)
  : new URL('./sync-thread.js', import.meta.url)

class SyncQueue {
  readonly #port: MessagePort
  readonly #bell = new Int32Array(new SharedArrayBuffer(4))
  readonly #waiting: Waiting[] = []
  /** Why it takes no more jobs. */
  ended: Error | undefined

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    const worker = new Worker(SCRIPT, {
      workerData: { port: port2, bell: this.#bell },
      transferList: [port2],
      // Of the flags of a program given as text, this one is not for files.
      execArgv: process.execArgv.filter((flag) => !flag.startsWith('--input-type')),
    })
    worker.unref()
    worker.on('error', (error) => this.#end(error))
    worker.on('exit', () => this.#end(new Error('the thread that flushes has ended.')))
    port1.on('message', (answer: SyncAnswer) => this.#settle(answer))
    port1.unref()
  }

  run(job: SyncJob): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ resolve, reject }) === 1) this.#port.ref()
      this.#port.postMessage(job)
      Atomics.add(this.#bell, 0, 1)
      Atomics.notify(this.#bell, 0)
    })
  }

  #settle(answer: SyncAnswer): void {
    const waiting = this.#waiting.shift()
    if (this.#waiting.length === 0) this.#port.unref()
    if (typeof answer === 'number') waiting?.resolve(answer)
    else waiting?.reject(Object.assign(new Error(answer.message), { code: answer.code }))
  }

  #end(why: Error): void {
    this.ended ??= why
    for (const { reject } of this.#waiting.splice(0)) reject(why)
    this.#port.close()
  }
}

let queue: SyncQueue | undefined

/** Start the thread, so that the first job need not wait for it. */
export function startQueue(): SyncQueue {
  if (!queue || queue.ended) queue = new SyncQueue()
  return queue
}

/** Write and flush in the thread. @returns bytes written, perhaps fewer than asked; they are durable. @throws the system's error */
export function writeAndSync(job: SyncJob): Promise<number> {
  return startQueue().run(job)
}
