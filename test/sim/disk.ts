// A disk in memory that forgets what was not synced when the power goes out, and processes that die at any of their system calls.
// Promises: after `powerCut` any part of the unsynced writes is there, torn ones too; names made or changed since the folder's last sync survive
// up to some point, in order. A dead process changes nothing any more; what it wrote before, others see (the kernel has it).
import type { Disk, DiskFile, NewFile } from '../../src/platform/index.ts'
import type { Dice } from './dice.ts'

/** Thrown into a process that was killed, and to whoever waits for it. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

interface Content {
  live: Buffer
  /** What is on the platter. */
  durable: Buffer
  /** Writes and truncations since the last sync, in order. */
  pending: { at: number; bytes: Buffer | undefined; size: number }[]
}

const EMPTY = Buffer.alloc(0)

export class MemoryDisk {
  readonly #dice: Dice
  #files = new Map<string, Content>()
  /** Names as they would be found after a power cut. */
  #durableNames = new Map<string, Content>()
  /** Changes of names since the last sync of their folder. */
  #pendingNames: { folder: string; apply(names: Map<string, Content>): void }[] = []

  constructor(dice: Dice) {
    this.#dice = dice
  }

  /** The power goes out and comes back. Processes must have been killed first. */
  powerCut(): void {
    const survive = this.#dice.whole(0, this.#pendingNames.length)
    for (const change of this.#pendingNames.slice(0, survive)) change.apply(this.#durableNames)
    this.#pendingNames = []
    for (const content of this.#durableNames.values()) {
      let image = content.durable
      for (const { at, bytes, size } of content.pending) {
        if (!this.#dice.chance(0.5)) continue
        const part = bytes?.subarray(0, this.#dice.chance(0.3) ? this.#dice.whole(0, bytes.length) : bytes.length)
        image = changed(image, at, part, part ? Math.max(image.length, at + part.length) : size)
      }
      content.durable = image
      content.live = Buffer.from(image)
      content.pending = []
    }
    this.#files = new Map(this.#durableNames)
  }

  /** The disk as one process sees it. @param step called before each call that matters; throws when the process is dead */
  seenBy(step: () => void, free: () => number): Disk {
    const rename = (folder: string, apply: (names: Map<string, Content>) => void): void => {
      apply(this.#files)
      this.#pendingNames.push({ folder, apply })
    }
    const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))
    const syncFolder = (path: string): void => {
      step()
      for (const change of this.#pendingNames) if (change.folder === path) change.apply(this.#durableNames)
      this.#pendingNames = this.#pendingNames.filter(({ folder }) => folder !== path)
    }
    return {
      makeFolder: step,
      list: (path) => {
        step()
        return [...this.#files.keys()]
          .filter((name) => name.startsWith(`${path}/`))
          .map((name) => name.slice(path.length + 1).split('/')[0]!)
          .filter((name, i, all) => all.indexOf(name) === i)
          .sort()
      },
      exists: (path) => this.#files.has(path),
      create: (path) => {
        step()
        const content: Content = { live: EMPTY, durable: EMPTY, pending: [] }
        rename(folderOf(path), (names) => names.set(path, content))
        return fileOver(content, step)
      },
      open: (path) => {
        step()
        const content = this.#files.get(path)
        return content && fileOver(content, step)
      },
      rename: (from, to) => {
        step()
        const content = this.#files.get(from)
        if (!content) throw new Error(`ENOENT: ${from}`)
        rename(folderOf(to), (names) => {
          names.delete(from)
          names.set(to, content)
        })
      },
      remove: (path) => {
        step()
        if (this.#files.has(path)) rename(folderOf(path), (names) => names.delete(path))
      },
      syncFolder,
      syncFolderLater: async (path) => {
        await Promise.resolve()
        syncFolder(path)
      },
      freeBytes: free,
      readText: (path) => {
        step()
        return this.#files.get(path)?.live.toString()
      },
      writeTextAtomic: (path, text) => {
        step()
        const bytes = Buffer.from(text)
        const content: Content = { live: bytes, durable: bytes, pending: [] }
        this.#files.set(path, content)
        this.#durableNames.set(path, content)
      },
    }
  }
}

function fileOver(content: Content, step: () => void): DiskFile & NewFile {
  const write = (bytes: Buffer, at: number): number => {
    step()
    const copy = Buffer.from(bytes)
    content.live = changed(content.live, at, copy, Math.max(content.live.length, at + copy.length))
    content.pending.push({ at, bytes: copy, size: 0 })
    return copy.length
  }
  const sync = async (): Promise<void> => {
    step()
    content.durable = Buffer.from(content.live)
    content.pending = []
  }
  return {
    write: (bytes, from, length, position) => write(Buffer.from(bytes.subarray(from, from + length)), position),
    writeSynced: async (bytes, from, length, position) => {
      const count = write(Buffer.from(bytes.subarray(from, from + length)), position)
      await sync()
      return count
    },
    zeroLater: async (length, position) => write(Buffer.alloc(length), position),
    sync,
    syncAll: sync,
    read(into, length, position) {
      step()
      if (position >= content.live.length) return 0
      return content.live.copy(into, 0, position, Math.min(content.live.length, position + length))
    },
    readAhead: () => undefined,
    bytes: () => content.live.length,
    truncate(size) {
      step()
      content.live = changed(content.live, 0, undefined, size)
      content.pending.push({ at: 0, bytes: undefined, size })
    },
    close: () => undefined,
  }
}

/** A copy with `bytes` at a place, made `size` long. In place where it fits. */
function changed(image: Buffer, at: number, bytes: Buffer | undefined, size: number): Buffer {
  let next = image
  if (size !== image.length) {
    next = Buffer.alloc(size)
    image.copy(next, 0, 0, Math.min(size, image.length))
  } else if (bytes) next = image
  bytes?.copy(next, at)
  return next
}
