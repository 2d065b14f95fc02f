// The disk as the log needs it: a small seam, so that tests can forget unsynced bytes, run full, or fail a sync.
// Promises: every verb does one system call's worth and says what a crash may undo. Does not: retry, or hide a short write.
import {
  closeSync,
  fdatasync,
  fstatSync,
  fsync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  statfsSync,
  write,
  writeSync,
} from 'node:fs'
import { promisify } from 'node:util'
import { exists, listFolder, makeFolder, readText, remove, syncPath, writeTextAtomic } from './files.ts'

const fdatasyncLater = promisify(fdatasync)
const fsyncLater = promisify(fsync)

/** An open file. */
export interface DiskFile {
  /** Write at a place; may write less than asked. @returns bytes written. Lost in a power cut until {@link sync} has resolved. */
  write(bytes: Uint8Array, from: number, length: number, position: number): number
  /** The same without blocking the event loop, for bulk. */
  writeLater(bytes: Uint8Array, position: number): Promise<number>
  /** Flush the bytes (`fdatasync`). A rejected sync leaves the file in doubt for ever: Linux drops the dirty pages and the next sync lies. */
  sync(): Promise<void>
  /** Flush bytes and size (`fsync`); after a file has grown. */
  syncAll(): Promise<void>
  /** Read up to `length` bytes at a place. @returns bytes read, 0 at the end. */
  read(into: Uint8Array, length: number, position: number): number
  bytes(): number
  truncate(bytes: number): void
  close(): void
}

/** Files in folders, and what a log does with them. */
export interface Disk {
  makeFolder(path: string): void
  /** Names in a folder, sorted; none when there is no such folder. */
  list(path: string): string[]
  exists(path: string): boolean
  /** A new empty file for writing; replaces one of that name. */
  create(path: string): DiskFile
  /** An existing file; `undefined` when there is none. */
  open(path: string, writable?: boolean): DiskFile | undefined
  rename(from: string, to: string): void
  remove(path: string): void
  /** Make creations, renames and removals in a folder survive a crash. */
  syncFolder(path: string): void
  /** The same without blocking the event loop. */
  syncFolderLater(path: string): Promise<void>
  /** Bytes that this process may still write on the disk of a folder. */
  freeBytes(folder: string): number
  readText(path: string): string | undefined
  writeTextAtomic(path: string, text: string): void
}

/** The machine's own disk. */
export const systemDisk: Disk = {
  makeFolder,
  list: listFolder,
  exists,
  create: (path) => openFile(path, 'w+'),
  open(path, writable = false) {
    try {
      return openFile(path, writable ? 'r+' : 'r')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  },
  rename: renameSync,
  remove,
  syncFolder: syncPath,
  async syncFolderLater(path) {
    const fd = openSync(path, 'r')
    try {
      await fsyncLater(fd)
    } finally {
      closeSync(fd)
    }
  },
  freeBytes(folder) {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  },
  readText,
  writeTextAtomic,
}

function openFile(path: string, flags: string): DiskFile {
  const fd = openSync(path, flags, 0o640)
  return {
    write: (bytes, from, length, position) => writeSync(fd, bytes, from, length, position),
    writeLater: (bytes, position) =>
      new Promise((resolve, reject) => {
        write(fd, bytes, 0, bytes.length, position, (error, count) => (error ? reject(error) : resolve(count)))
      }),
    sync: () => fdatasyncLater(fd),
    syncAll: () => fsyncLater(fd),
    read: (into, length, position) => readSync(fd, into, 0, length, position),
    bytes: () => fstatSync(fd).size,
    truncate: (bytes) => ftruncateSync(fd, bytes),
    close: () => closeSync(fd),
  }
}
