// A new file that is written from front to back, past the page cache where the system can (`O_DIRECT`): the cache would cost a page for
// every 4 KiB that are zeroed, and another pass over them at the flush. Without it the disk is given whole blocks from aligned memory, so
// bytes are copied into such memory first, behind the part of their first block that was written before.
// Promises: short writes are told, not hidden. Does not: keep what follows a write in its last block: it is zeroed.
import { closeSync, constants, fdatasync, fsync, ftruncateSync, openSync, write, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import type { NewFile } from './disk.ts'
import { startQueue, writeAndSync } from './sync-queue.ts'

/** What every disk and file system takes as a whole, as memory does: a new file is made of such blocks. */
export const BLOCK_BYTES = 4_096
/** As much as one write takes: a commit under full load is 50 to 130 KB; larger ones are written in parts. */
const STAGE_BYTES = 2 ** 20

/** Node has it; its types come with those of the page, which this side must not see. */
declare const WebAssembly: {
  Memory: new (pages: { initial: number; maximum: number; shared: boolean }) => { buffer: SharedArrayBuffer }
}

/** Memory that begins at a page: WebAssembly's does, and nothing else that JavaScript can make is promised to. */
function alignedMemory(): SharedArrayBuffer {
  const pages = STAGE_BYTES / 65_536
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }).buffer
}

interface Stage {
  memory: SharedArrayBuffer
  bytes: Buffer
}
const stages: Stage[] = []
const newStage = (): Stage => {
  const memory = alignedMemory()
  return { memory, bytes: Buffer.from(memory) }
}
const zeros = Buffer.from(alignedMemory())

const flags = constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC
export const fdatasyncLater: (fd: number) => Promise<void> = promisify(fdatasync)
export const fsyncLater: (fd: number) => Promise<void> = promisify(fsync)

/** Open it past the cache, or as any file where the file system does not know how to. */
function openDirect(path: string): number {
  if (!constants.O_DIRECT) return openSync(path, flags, 0o640)
  let fd: number | undefined
  try {
    fd = openSync(path, flags | constants.O_DIRECT, 0o640)
    writeSync(fd, zeros, 0, BLOCK_BYTES, 0)
    return fd
  } catch (error) {
    if (fd !== undefined) closeSync(fd)
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error
    return openSync(path, flags, 0o640)
  }
}

/** Make the file, or replace the one of that name. @throws the system's error */
export function createFile(path: string): NewFile {
  const fd = openDirect(path)
  startQueue()
  /** Where the last write ended, and what it left in its last block. */
  let end = 0
  const tail = Buffer.alloc(BLOCK_BYTES)

  /** Lay bytes out as whole blocks. */
  const lay = (stage: Stage, bytes: Uint8Array, from: number, length: number, position: number) => {
    const before = position % BLOCK_BYTES
    if (before > 0 && position !== end) throw new Error(`${path} is written from front to back.`)
    const count = Math.min(length, STAGE_BYTES - BLOCK_BYTES)
    const whole = Math.ceil((before + count) / BLOCK_BYTES) * BLOCK_BYTES
    tail.copy(stage.bytes, 0, 0, before)
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).copy(stage.bytes, before, from, from + count)
    stage.bytes.fill(0, before + count, whole)
    return { before, count, whole, at: position - before }
  }
  /** Of `written` bytes of blocks, those that are new; the next write goes on there. */
  const taken = (stage: Stage, laid: ReturnType<typeof lay>, written: number): number => {
    const count = Math.max(0, Math.min(laid.count, written - laid.before))
    const last = laid.before + count
    stage.bytes.copy(tail, 0, last - (last % BLOCK_BYTES), last)
    end = laid.at + last
    return count
  }
  return {
    write(bytes, from, length, position) {
      const stage = stages.pop() ?? newStage()
      const laid = lay(stage, bytes, from, length, position)
      const count = taken(stage, laid, writeSync(fd, stage.bytes, 0, laid.whole, laid.at))
      stages.push(stage)
      return count
    },
    async writeSynced(bytes, from, length, position) {
      const stage = stages.pop() ?? newStage()
      const laid = lay(stage, bytes, from, length, position)
      const job = { fd, bytes: stage.memory, length: laid.whole, position: laid.at }
      const count = taken(stage, laid, await writeAndSync(job))
      stages.push(stage)
      return count
    },
    zeroLater: (length, position) =>
      new Promise((resolve, reject) => {
        const count = Math.min(length, zeros.length)
        write(fd, zeros, 0, count, position, (error, count) => (error ? reject(error) : resolve(count)))
      }),
    sync: () => fdatasyncLater(fd),
    syncAll: () => fsyncLater(fd),
    truncate: (bytes) => ftruncateSync(fd, bytes),
    close: () => closeSync(fd),
  }
}
