// The SDK's only home of `node:fs`: small asynchronous verbs that say what survives a crash. Nothing here blocks the event loop.
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file that only grows. */
export interface Growing {
  /** Resolves when the text would survive a power cut. After a rejection the file may end in a part of it. */
  append(text: string): Promise<void>
  close(): Promise<void>
}

/** A new file with its first text; it survives a power cut, entry and all. @throws when it is there already. */
export async function createFile(path: string, text: string): Promise<Growing> {
  const file = await open(path, 'ax', 0o600)
  const append = async (more: string): Promise<void> => {
    await file.appendFile(more)
    await file.datasync()
  }
  try {
    await append(text)
    await syncFolder(dirname(path))
  } catch (error) {
    await file.close()
    throw error
  }
  return { append, close: () => file.close() }
}

export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
}

/** Names in a folder, in no order. */
export function namesIn(path: string): Promise<string[]> {
  return readdir(path)
}

/** The text of a file; undefined when it is gone. */
export function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(undefinedIfGone)
}

/** Moves a file within its folder. Of several movers one wins. @returns false when it is gone. */
export async function moveFile(from: string, to: string): Promise<boolean> {
  const moved = await rename(from, to).then(() => true, undefinedIfGone)
  if (moved) await syncFolder(dirname(to))
  return moved ?? false
}

/** Fine when it is gone. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true })
}

/** Says that now is now, by the file system's clock. */
export async function touch(path: string): Promise<void> {
  await writeFile(path, '\n')
}

/** When a file was last written, milliseconds by the file system's clock; undefined when it is gone. */
export async function writtenAt(path: string): Promise<number | undefined> {
  return (await stat(path).catch(undefinedIfGone))?.mtimeMs
}

async function syncFolder(path: string): Promise<void> {
  // Windows opens no folder, and makes entries durable by itself.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function undefinedIfGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
