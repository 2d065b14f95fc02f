// Files, as all the house uses them: small verbs that say what survives a crash. `node:fs` is used in this folder alone (and by the SDK,
// which has its own): here, in `lock.ts`, and by what the log goes through (`disk.ts`, `direct-file.ts`, `sync-thread.ts`, `read-ahead.ts`).
import {
  appendFileSync,
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openAsBlob,
  openSync,
  type ReadStream,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Make a folder and its parents; fine when it is there. @param mode its rights, when it is new */
export function makeFolder(path: string, mode = 0o777): void {
  mkdirSync(path, { recursive: true, mode })
}

/** Names in a folder, sorted; none when there is no such folder. */
export function listFolder(path: string): string[] {
  return existsSync(path) ? readdirSync(path).sort() : []
}

/** The text of a file, or undefined when there is none. */
export function readText(path: string | URL): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Replace a file: after a crash at any point there is the old text or the new one, whole (write, fsync, rename, fsync the folder). */
export function writeTextAtomic(path: string, text: string, mode = 0o644): void {
  const next = `${path}.next`
  writeFileSync(next, text, { mode })
  syncPath(next)
  renameSync(next, path)
  syncPath(dirname(path))
}

/** Remove a file or a folder with all in it; fine when it is gone. */
export function remove(path: string): void {
  rmSync(path, { recursive: true, force: true })
}

export function exists(path: string): boolean {
  return existsSync(path)
}

/** Flush a file, or a folder's entries, to disk. */
export function syncPath(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Changes whenever the file is replaced or written; empty when there is none. */
export function fileVersion(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? `${stat.ino}-${stat.size}-${stat.mtimeMs}` : ''
}

/** A file as a stream of bytes. Errors when there is none come as its `error` event. */
export function readStream(path: string): ReadStream {
  return createReadStream(path)
}

/** A file's size in bytes; undefined when there is none. */
export function fileBytes(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}

/** Add text at the end of a file; not synced. */
export function appendText(path: string, text: string): void {
  appendFileSync(path, text)
}

/** Write a scratch file without waiting for the disk: gone or torn after a power loss. */
export function writeBytes(path: string, bytes: Uint8Array): Promise<void> {
  return writeFile(path, bytes)
}

/** Write a scratch file, whose content comes in pieces, without waiting for the disk. */
export async function writePieces(path: string, pieces: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, 'w')
  try {
    let left = pieces.filter((piece) => piece.length > 0)
    while (left.length > 0) {
      let { bytesWritten } = await file.writev(left)
      // `writev` may take less than asked.
      left = left.flatMap((piece) => {
        const taken = Math.min(bytesWritten, piece.length)
        bytesWritten -= taken
        return taken < piece.length ? [piece.subarray(taken)] : []
      })
    }
  } finally {
    await file.close()
  }
}

/** The bytes of a file. @throws when there is none. */
export function readBytes(path: string): Buffer {
  return readFileSync(path)
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** A file as a blob that is read as it is used: to send it with its length known. */
export function fileBlob(path: string): Promise<Blob> {
  return openAsBlob(path)
}

/** Move a finished file into place: flushed first, so that after a crash it is whole or not there. */
export function moveFile(from: string, to: string): void {
  syncPath(from)
  renameSync(from, to)
  syncPath(dirname(to))
}

/** Write a stream into a file, replacing it; not synced. */
export function saveStream(path: string, stream: NodeJS.ReadableStream): Promise<void> {
  return pipeline(stream, createWriteStream(path))
}
