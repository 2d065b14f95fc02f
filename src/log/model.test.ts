// The log against a model, on a disk that forgets what was not synced, tears what was half written, fails syncs and writes short.
import { basename, dirname } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Disk, type DiskFile, type NewFile, seeded } from '../platform/index.ts'
import { type Log, openLog, openReader, writeCheckpoint } from './index.ts'

const FOLDER = '/root/log'
const SECTOR = 512

interface Inode {
  bytes: Buffer
  /** What a power cut leaves for certain. */
  durable: Buffer
  /** A sync failed: as on Linux, later ones say yes and save nothing of what was dirty. */
  doubtful?: boolean
}
type FolderChange = { kind: 'put'; name: string; inode: Inode } | { kind: 'drop'; name: string }

/** A disk whose power can be cut. */
class ForgetfulDisk {
  names = new Map<string, Inode>()
  durableNames = new Map<string, Inode>()
  changes: FolderChange[] = []
  texts = new Map<string, string>()
  failSyncs = 0
  /** 0: off; otherwise no write takes more than this many bytes. */
  shortWrites = 0
  free = 1e12
  /** Power went out: programs of before do nothing more. */
  generation = 0

  /** The disk as one running program has it: after the next cut, that program changes nothing more. */
  mount(): Disk {
    const born = this.generation
    const alive =
      <A extends unknown[], R>(verb: (...args: A) => R) =>
      (...args: A): R => {
        if (this.generation !== born) throw new Error('the power is out')
        return verb(...args)
      }
    const { makeFolder, list, exists, freeBytes, readText } = this
    return {
      makeFolder,
      list,
      exists,
      freeBytes,
      readText,
      writeTextAtomic: alive(this.writeTextAtomic),
      syncFolder: alive(this.syncFolder),
      syncFolderLater: async (path) => {
        await new Promise((resolve) => setImmediate(resolve))
        alive(this.syncFolder)(path)
      },
      create: alive(this.create),
      open: alive(this.open),
      rename: alive(this.rename),
      remove: alive(this.remove),
    }
  }

  makeFolder = (): void => undefined
  list = (): string[] => [...this.names.keys(), ...[...this.texts.keys()].map((path) => basename(path))].sort()
  exists = (path: string): boolean => this.names.has(basename(path))
  freeBytes = (): number => this.free
  readText = (path: string): string | undefined => this.texts.get(path)
  writeTextAtomic = (path: string, text: string): void => void this.texts.set(path, text)
  syncFolder = (path: string): void => {
    if (path === dirname(FOLDER)) return
    this.durableNames = new Map(this.names)
    this.changes = []
  }

  create = (path: string): NewFile => {
    const inode = { bytes: Buffer.alloc(0), durable: Buffer.alloc(0) }
    this.#change({ kind: 'put', name: basename(path), inode })
    return this.#file(inode)
  }
  open = (path: string): DiskFile | undefined => {
    const inode = this.names.get(basename(path))
    return inode && this.#file(inode)
  }
  rename = (from: string, to: string): void => {
    const inode = this.names.get(basename(from))!
    this.#change({ kind: 'drop', name: basename(from) })
    this.#change({ kind: 'put', name: basename(to), inode })
  }
  remove = (path: string): void => this.#change({ kind: 'drop', name: basename(path) })

  /** Cut the power: folder changes survive up to some point, dirty sectors survive or not, each by chance. */
  cut(chance: () => number): void {
    this.generation++
    const kept = Math.floor(chance() * (this.changes.length + 1))
    this.names = new Map(this.durableNames)
    for (const change of this.changes.slice(0, kept)) apply(this.names, change)
    this.durableNames = new Map(this.names)
    this.changes = []
    for (const inode of new Set(this.names.values())) {
      const { bytes, durable } = inode
      const left = Buffer.alloc(chance() < 0.5 ? durable.length : bytes.length)
      durable.copy(left)
      for (let at = 0; at < left.length; at += SECTOR)
        if (chance() < 0.5 && at < bytes.length)
          bytes.copy(left, at, at, Math.min(at + SECTOR, bytes.length, left.length))
      inode.bytes = left
      inode.durable = Buffer.from(left)
    }
  }

  #change(change: FolderChange): void {
    this.changes.push(change)
    apply(this.names, change)
  }

  #file(inode: Inode): DiskFile & NewFile {
    const born = this.generation
    const dead = (): boolean => this.generation !== born
    const write = (bytes: Uint8Array, from: number, length: number, position: number): number => {
      if (dead()) return length
      const count = this.shortWrites > 0 ? Math.min(this.shortWrites, length) : length
      if (position + count > inode.bytes.length)
        inode.bytes = Buffer.concat([inode.bytes, Buffer.alloc(position + count - inode.bytes.length)])
      inode.bytes.set(bytes.subarray(from, from + count), position)
      return count
    }
    const sync = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve))
      if (dead()) return await new Promise(() => undefined)
      if (this.failSyncs > 0) {
        this.failSyncs--
        inode.doubtful = true
        throw Object.assign(new Error('EIO'), { code: 'EIO' })
      }
      if (!inode.doubtful) inode.durable = Buffer.from(inode.bytes)
    }
    return {
      write,
      writeSynced: async (bytes, from, length, position) => {
        const count = write(bytes, from, length, position)
        await sync()
        return count
      },
      zeroLater: async (length, position) => write(Buffer.alloc(length), 0, length, position),
      sync,
      syncAll: sync,
      read: (into, length, position) =>
        position >= inode.bytes.length
          ? 0
          : inode.bytes.copy(into, 0, position, Math.min(position + length, inode.bytes.length)),
      readAhead: () => undefined,
      bytes: () => inode.bytes.length,
      truncate: (bytes) => {
        if (!dead()) inode.bytes = Buffer.from(inode.bytes.subarray(0, bytes))
      },
      close: () => undefined,
    }
  }
}

function apply(names: Map<string, Inode>, change: FolderChange): void {
  if (change.kind === 'put') names.set(change.name, change.inode)
  else names.delete(change.name)
}

type Step =
  | { do: 'append'; sizes: number[]; wait: boolean }
  | { do: 'cut' | 'reopen' | 'fail' | 'short' | 'full' | 'read' }
  | { do: 'checkpoint'; part: number }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc.record({
        do: fc.constant('append' as const),
        sizes: fc.array(fc.nat(3_000), { minLength: 1, maxLength: 8 }),
        wait: fc.boolean(),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom(
          'cut' as const,
          'reopen' as const,
          'fail' as const,
          'short' as const,
          'full' as const,
          'read' as const,
        ),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('checkpoint' as const),
        part: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    },
  ),
  { minLength: 10, maxLength: 40 },
)

/** One run: does the steps, and checks after every reading that all acknowledged records are there and no number ever names two. */
async function run(plan: Step[], chance: () => number): Promise<void> {
  const disk = new ForgetfulDisk()
  const acknowledged = new Map<number, string>()
  const seen = new Map<number, string>()
  let checkpoint = 0
  let serial = 0
  let now = 0
  const clock = { now: () => 1e12 + now, monotonic: () => (now += 300) }
  let mounted = disk.mount()
  const open = (): Promise<Log> =>
    openLog({ folder: FOLDER, disk: mounted, clock, segmentBytesMin: 12_000, segmentBytesMax: 20_000 })
  let log = await open()
  let pending: Promise<unknown>[] = []

  const readAll = async (): Promise<void> => {
    disk.failSyncs = 0
    const reader = openReader({ folder: FOLDER, after: checkpoint, disk: mounted, clock })
    const found = new Map<number, string>()
    let last = checkpoint
    for (let some = await reader.read(5_000); some.length > 0; some = await reader.read(5_000))
      for (const { sequence, body } of some) {
        expect(sequence).toBeGreaterThan(last)
        last = sequence
        found.set(sequence, body.toString())
      }
    reader.close()
    for (const [sequence, body] of found) expect(seen.get(sequence) ?? body, `record ${sequence} changed`).toBe(body)
    for (const [sequence, body] of found) seen.set(sequence, body)
    for (const [sequence, body] of acknowledged)
      if (sequence > checkpoint) expect(found.get(sequence), `record ${sequence} was acknowledged`).toBe(body)
  }

  for (const step of plan) {
    if (step.do === 'append') {
      for (const size of step.sizes) {
        const body = `${serial++}:${'x'.repeat(size)}`
        const done = log.append(Buffer.from(body)).then(
          (sequence) => {
            expect(acknowledged.has(sequence)).toBe(false)
            acknowledged.set(sequence, body)
          },
          () => undefined,
        )
        pending.push(done)
      }
      if (step.wait) await Promise.all(pending.splice(0))
    } else if (step.do === 'cut') {
      for (let turns = Math.floor(chance() * 6); turns > 0; turns--)
        await new Promise((resolve) => setImmediate(resolve))
      disk.cut(chance)
      mounted = disk.mount()
      pending = []
      disk.failSyncs = 0
      log = await open()
      await readAll()
    } else if (step.do === 'reopen') {
      await Promise.all(pending.splice(0))
      await log.close()
      log = await open()
      await readAll()
    } else if (step.do === 'checkpoint') {
      const all = [...seen.keys()].filter((sequence) => sequence > checkpoint).sort((a, b) => a - b)
      checkpoint = all[Math.floor(step.part * all.length)] ?? checkpoint
      writeCheckpoint(FOLDER, 'loader', checkpoint, mounted)
    } else if (step.do === 'fail') disk.failSyncs = 1 + Math.floor(chance() * 3)
    else if (step.do === 'short') disk.shortWrites = disk.shortWrites > 0 ? 0 : 1 + Math.floor(chance() * 700)
    else if (step.do === 'full') disk.free = disk.free > 0 ? -1 : 1e12
    else await readAll()
  }
  await Promise.all(pending)
  await readAll()
  await log.close()
}

test('whatever is appended, cut off, failed, reopened and deleted: what was acknowledged is there, and no number names two records', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.integer(), async (plan, seed) => await run(plan, seeded(seed))),
    { numRuns: 100, interruptAfterTimeLimit: 5_000, markInterruptAsFailure: false, endOnFailure: true },
  )
})

test('after a failed sync the next commits go to a new file, so that a power cut loses none of them', async () => {
  const one: Step = { do: 'append', sizes: [600], wait: true }
  for (let seed = 0; seed < 20; seed++)
    await run([one, { do: 'fail' }, one, one, one, one, one, one, { do: 'cut' }], seeded(seed))
})
