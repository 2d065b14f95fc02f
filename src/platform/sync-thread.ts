// The thread that writes and flushes: the body of a worker that `sync-queue.ts` starts. Write and flush are done in one go, so that the
// event loop is asked once for a commit and not twice.
// Promises: jobs in the order in which they came; a write is flushed before its answer is given. Does not: retry.
import { fdatasyncSync, writeSync } from 'node:fs'
import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads'

/** Write the first `length` bytes at a place of a file, and flush. */
export interface SyncJob {
  fd: number
  bytes: SharedArrayBuffer
  length: number
  position: number
}
/** Bytes written, fewer than asked perhaps; or what went wrong. */
export type SyncAnswer = number | { code: string | undefined; message: string }

const { port, bell } = workerData as { port: MessagePort; bell: Int32Array }

function run({ fd, bytes, length, position }: SyncJob): SyncAnswer {
  try {
    const count = writeSync(fd, new Uint8Array(bytes), 0, length, position)
    fdatasyncSync(fd)
    return count
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code, message: (error as Error).message }
  }
}

// It sleeps on the bell and not in an event loop of its own: that would cost twice the processor time.
for (;;) {
  const heard = Atomics.load(bell, 0)
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port))
    port.postMessage(run(next.message as SyncJob))
  Atomics.wait(bell, 0, heard)
}
