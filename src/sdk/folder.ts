// The folder that senders of one site share: whose batches are whose, who lives, and what is in a file.
//
// A batch is a file `<owner>.<createdAt>.<number>.ndjson`: a header line that names the site and the outbox that numbered the
// events, then an event a line. Each sender keeps `<owner>.alive` fresh. When that is gone or stale, any other may take the
// owner's batches by renaming them, which one wins. Only an owner appends, so a torn end means a crash, and is cut when read.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import {
  createFile,
  type Growing,
  makeFolder,
  moveFile,
  namesIn,
  readText,
  removeFile,
  touch,
  writtenAt,
} from './disk.ts'
import { ALIVE_EVERY_MS, ALIVE_STALE_MS } from './limits.ts'
import type { Now } from './now.ts'
import type { Sized } from './queue.ts'

/** A batch's file. */
export interface Stored extends Sized {
  readonly name: string
}

/** What it says. */
export interface Content {
  outbox: string
  lines: string[]
}

export class OutboxFolder {
  readonly #path: string
  readonly #site: string
  readonly #owner: string
  readonly #now: Now
  #number = 0
  #beatAt = Number.NEGATIVE_INFINITY
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(options: { folder: string; site: string; owner: string; now: Now }) {
    const { folder, site, owner, now } = options
    const hash = createHash('sha256').update(site).digest('hex').slice(0, 8)
    this.#path = join(folder, `${site.replace(/[^A-Za-z0-9-]/g, '_').slice(0, 40)}-${hash}`)
    this.#site = site
    this.#owner = owner
    this.#now = now
  }

  /** Has this sender said so lately that it lives, that no other can have taken its batches? */
  get isMine(): boolean {
    return Math.abs(this.#now() - this.#beatAt) < ALIVE_STALE_MS / 2
  }

  /** Says that this sender lives, if it hasn't lately. */
  async beat(): Promise<void> {
    const now = this.#now()
    if (Math.abs(now - this.#beatAt) < ALIVE_EVERY_MS) return
    if (this.#beatAt === Number.NEGATIVE_INFINITY) await makeFolder(this.#path)
    await touch(this.#file(`${this.#owner}.alive`))
    this.#beatAt = now
  }

  /** Says that this sender is gone. */
  async leave(): Promise<void> {
    if (this.#beatAt !== Number.NEGATIVE_INFINITY) await removeFile(this.#file(`${this.#owner}.alive`))
  }

  async create(createdAt: number): Promise<{ name: string; file: Growing }> {
    const name = this.#nameOf(createdAt)
    const header = JSON.stringify({ v: 1, site: this.#site, outbox: this.#owner })
    return { name, file: await createFile(this.#file(name), `${header}\n`) }
  }

  /** Takes the batches of senders that are gone. Looks no more often than a sender may be gone unnoticed. */
  async inherit(): Promise<Stored[]> {
    if (Math.abs(this.#now() - this.#lookedAt) < ALIVE_STALE_MS) return []
    this.#lookedAt = this.#now()
    const names = (await namesIn(this.#path)).filter((name) => /\.(ndjson|alive)$/.test(name))
    const gone: string[] = []
    for (const owner of new Set(names.map(ownerOf)))
      if (owner !== this.#owner && !(await this.#lives(owner))) gone.push(owner)
    const taken: Stored[] = []
    for (const name of names.filter((name) => name.endsWith('.ndjson') && gone.includes(ownerOf(name)))) {
      const createdAt = Number(name.split('.')[1])
      const mine = this.#nameOf(createdAt)
      if (!(await moveFile(this.#file(name), this.#file(mine)))) continue
      const lines = (await this.read(mine))?.lines ?? []
      const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
      taken.push({ name: mine, createdAt, count: lines.length, bytes })
    }
    for (const owner of gone) await removeFile(this.#file(`${owner}.alive`))
    return taken
  }

  /** What a batch holds, whole lines only; undefined when it is gone. */
  async read(name: string): Promise<Content | undefined> {
    const text = await readText(this.#file(name))
    if (text === undefined) return undefined
    // After a crash the last line may be torn, or hold zeros that were never written over.
    const [header, ...lines] = text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .slice(0, -1)
    return { outbox: outboxOf(header) ?? this.#owner, lines: lines.filter((line) => /^\{.*\}$/.test(line)) }
  }

  async remove(name: string): Promise<void> {
    await removeFile(this.#file(name))
  }

  /** Keeps a batch that the service refused whole, for people to look at. */
  async setAside(name: string): Promise<void> {
    await moveFile(this.#file(name), this.#file(name.replace(/ndjson$/, 'refused')))
  }

  async #lives(owner: string): Promise<boolean> {
    // Both times are the file system's, which need not be this machine's.
    const [mine, theirs] = await Promise.all([this.#owner, owner].map((name) => writtenAt(this.#file(`${name}.alive`))))
    return theirs !== undefined && mine !== undefined && mine - theirs < ALIVE_STALE_MS
  }

  #nameOf(createdAt: number): string {
    return `${this.#owner}.${createdAt}.${++this.#number}.ndjson`
  }

  #file(name: string): string {
    return join(this.#path, name)
  }
}

function ownerOf(name: string): string {
  return name.slice(0, name.indexOf('.'))
}

function outboxOf(header: string | undefined): string | undefined {
  try {
    return (JSON.parse(header ?? '') as { outbox?: string }).outbox
  } catch {
    return undefined
  }
}
