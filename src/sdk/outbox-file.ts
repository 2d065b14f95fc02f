// The outbox in a folder: what it has kept survives a crash and a power cut, and is sent by the next sender that uses the folder.
// Promises: `put` says durable only of events that no other sender can have missed when it took this one for gone.
import type { Growing } from './disk.ts'
import type { Line } from './facts.ts'
import { OutboxFolder, type Stored } from './folder.ts'
import type { Outbox, Waiting } from './outbox.ts'
import { BatchQueue, fitting, isFull, isRipe } from './queue.ts'
import { Turns } from './turns.ts'

export interface FileOutboxOptions {
  folder: string
  site: string
  /** Id of this outbox. */
  outbox: string
  bytesMax: number
  now: () => number
  /** The folder could not be used; the events go elsewhere. */
  onFault: (error: unknown) => void
  /** Events taken over from a sender that is gone; negative: lost to one that thought this sender gone. */
  onMoved: (count: number) => void
}

type Open = Stored & { readonly file: Growing; count: number; bytes: number }
type FileBatch = Waiting & { readonly entry: Stored }

export class FileOutbox implements Outbox {
  readonly #options: FileOutboxOptions
  readonly #folder: OutboxFolder
  readonly #queue = new BatchQueue<Stored>()
  #filling: Open | undefined
  /** A file is not sealed while it is written to. */
  readonly #turns = new Turns()

  constructor(options: FileOutboxOptions) {
    this.#options = options
    this.#folder = new OutboxFolder({ ...options, owner: options.outbox })
  }

  get count(): number {
    return this.#queue.count + (this.#filling?.count ?? 0)
  }
  get bytes(): number {
    return this.#queue.bytes + (this.#filling?.bytes ?? 0)
  }

  put(lines: readonly Line[]): Promise<readonly Line[]> {
    return this.#turns.take(async () => {
      let kept = 0
      try {
        await this.#folder.beat()
        while (kept < lines.length && this.bytes + lines[kept]!.bytes <= this.#options.bytesMax)
          kept += await this.#append(lines.slice(kept))
      } catch (error) {
        this.#options.onFault(error)
        // What followed a torn line would be cut with it, so the next events go to a new file.
        await this.#seal()
      }
      return lines.slice(kept)
    })
  }

  async next(all: boolean): Promise<Waiting | undefined> {
    for (;;) {
      const entry = await this.#first(all)
      if (!entry) return undefined
      try {
        const content = await this.#folder.read(entry.name)
        // Lines past the count were put elsewhere when their fsync failed.
        const lines = content?.lines.slice(0, entry.count)
        if (lines) return { ...content, lines, createdAt: entry.createdAt, entry } as FileBatch
        this.#options.onMoved(-entry.count)
        this.#queue.remove(entry)
      } catch (error) {
        this.#options.onFault(error)
        this.#queue.toTheEnd(entry)
        return undefined
      }
    }
  }

  async done(batch: Waiting, refused: boolean): Promise<void> {
    const { entry } = batch as FileBatch
    this.#queue.remove(entry)
    try {
      await (refused ? this.#folder.setAside(entry.name) : this.#folder.remove(entry.name))
    } catch (error) {
      // It will be sent again after a restart, and count once.
      this.#options.onFault(error)
    }
  }

  postpone(batch: Waiting): void {
    this.#queue.toTheEnd((batch as FileBatch).entry)
  }

  /** Says that this sender lives, and takes over what senders that are gone have left. Never rejects. */
  tend(): Promise<void> {
    const work = async (): Promise<void> => {
      await this.#folder.beat()
      for (const entry of await this.#folder.inherit()) {
        this.#queue.push(entry)
        this.#options.onMoved(entry.count)
      }
    }
    return this.#turns.take(work).catch(this.#options.onFault)
  }

  /** Leaves what still waits to the next sender. Never rejects. */
  close(): Promise<void> {
    return this.#turns.take(async () => {
      await this.#seal()
      await this.#folder.leave().catch(this.#options.onFault)
    })
  }

  #first(all: boolean): Promise<Stored | undefined> {
    return this.#turns.take(async () => {
      const ripe = this.#filling && (all || isRipe(this.#filling, this.#options.now()))
      if (!this.#queue.first && ripe) await this.#seal()
      return this.#queue.first
    })
  }

  /** Appends as many as one batch takes. @returns how many; 0 when it has to be done again. */
  async #append(lines: readonly Line[]): Promise<number> {
    if (this.#filling && isFull(this.#filling, lines[0]!.bytes)) await this.#seal()
    const createdAt = this.#options.now()
    this.#filling ??= { ...(await this.#folder.create(createdAt)), createdAt, count: 0, bytes: 0 }
    const batch = this.#filling
    const { text, count, bytes } = fitting(batch, lines, this.#options.bytesMax - this.bytes)
    await batch.file.append(text)
    if (!this.#folder.isMine) {
      // This process stood still for so long that another may have sent and removed the file before we wrote to it.
      await this.#seal()
      await this.#folder.beat()
      return 0
    }
    batch.count += count
    batch.bytes += bytes
    return count
  }

  async #seal(): Promise<void> {
    const filling = this.#filling
    this.#filling = undefined
    if (!filling) return
    this.#queue.push(filling)
    await filling.file.close().catch(this.#options.onFault)
  }
}
