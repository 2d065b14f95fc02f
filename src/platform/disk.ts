// The disk as the log needs it: a small seam, so that tests can forget unsynced bytes, run full, or fail a sync.
// Promises: every verb does one system call's worth and says what a crash may undo. Does not: retry, or hide a short write.
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, renameSync, statfsSync } from 'node:fs'
import { createFile, fdatasyncLater, fsyncLater } from './direct-file.ts'
import { exists, listFolder, makeFolder, readText, remove, syncPath, writeTextAtomic } from './files.ts'
import { ReadAhead } from './read-ahead.ts'

/** An open file that was there before. */
export interface DiskFile {
  /** Read up to `length` bytes at a place. @returns bytes read, 0 at the end. */
  read(into: Uint8Array, length: number, position: number): number
  /** Say that these bytes will be asked for soon, so that the disk need not be waited for then. Returns at once, and never fails. */
  readAhead(length: number, position: number): void
  bytes(): number
  /** Flush what anyone has written to it (`fdatasync`). */
  sync(): Promise<void>
  truncate(bytes: number): void
  close(): void
}

/** A new file, written from front to back: each write begins at a multiple of BLOCK_BYTES or where the last one ended. */
export interface NewFile {
  /** Write at a place; may write less than asked, and zeroes the rest of the last block. @returns bytes written. Lost in a power cut until {@link sync} has resolved. */
  write(bytes: Uint8Array, from: number, length: number, position: number): number
  /** Write and flush (`fdatasync`) without blocking the event loop; under way before it returns. @returns bytes written, all durable. */
  writeSynced(bytes: Uint8Array, from: number, length: number, position: number): Promise<number>
  /** Write zeros, whole blocks, without blocking the event loop; may write less than asked. @returns bytes written. */
  zeroLater(length: number, position: number): Promise<number>
  /** Flush the bytes (`fdatasync`). A rejected sync leaves the file in doubt for ever: Linux drops the dirty pages and the next sync lies. */
  sync(): Promise<void>
  /** Flush bytes and size (`fsync`); after a file has grown. */
  syncAll(): Promise<void>
  truncate(bytes: number): void
  close(): void
}

/** Files in folders, and what a log does with them. */
export interface Disk {
  makeFolder(path: string): void
  /** Names in a folder, sorted; none when there is no such folder. */
  list(path: string): string[]
  exists(path: string): boolean
  /** A new file for writing; replaces one of that name. What is in it before the first write is anyone's guess. */
  create(path: string): NewFile
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
  create: createFile,
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
  const fd = openSync(path, flags)
  const ahead = new ReadAhead(fd)
  return {
    read: (into, length, position) => readSync(fd, into, 0, length, position),
    readAhead: (length, position) => ahead.ask(length, position),
    bytes: () => fstatSync(fd).size,
    sync: () => fdatasyncLater(fd),
    truncate: (bytes) => ftruncateSync(fd, bytes),
    close: () => ahead.close(),
  }
}
