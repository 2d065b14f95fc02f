import { OutboxFolder } from './folder.js'
import { BatchQueue, fitting, isFull, isRipe } from './queue.js'
import { Turns } from './turns.js'
export class FileOutbox {
  #options
  #folder
  #queue = new BatchQueue()
  #filling
  /** A file is not sealed while it is written to. */
  #turns = new Turns()
  constructor(options) {
    this.#options = options
    this.#folder = new OutboxFolder({ ...options, owner: options.outbox })
  }
  get count() {
    return this.#queue.count + (this.#filling?.count ?? 0)
  }
  get bytes() {
    return this.#queue.bytes + (this.#filling?.bytes ?? 0)
  }
  put(lines) {
    return this.#turns.take(async () => {
      let kept = 0
      try {
        await this.#folder.beat()
        while (kept < lines.length && this.bytes + lines[kept].bytes <= this.#options.bytesMax)
          kept += await this.#append(lines.slice(kept))
      } catch (error) {
        this.#options.onFault(error)
        // What followed a torn line would be cut with it, so the next events go to a new file.
        await this.#seal()
      }
      return lines.slice(kept)
    })
  }
  async next(all) {
    for (;;) {
      const entry = await this.#first(all)
      if (!entry) return undefined
      try {
        const content = await this.#folder.read(entry.name)
        // Lines past the count were put elsewhere when their fsync failed.
        const lines = content?.lines.slice(0, entry.count)
        if (lines) return { ...content, lines, createdAt: entry.createdAt, entry }
        this.#options.onMoved(-entry.count)
        this.#queue.remove(entry)
      } catch (error) {
        this.#options.onFault(error)
        this.#queue.toTheEnd(entry)
        return undefined
      }
    }
  }
  async done(batch, refused) {
    const { entry } = batch
    this.#queue.remove(entry)
    try {
      await (refused ? this.#folder.setAside(entry.name) : this.#folder.remove(entry.name))
    } catch (error) {
      // It will be sent again after a restart, and count once.
      this.#options.onFault(error)
    }
  }
  postpone(batch) {
    this.#queue.toTheEnd(batch.entry)
  }
  /** Says that this sender lives, and takes over what senders that are gone have left. Never rejects. */
  tend() {
    return this.#turns.take(async () => {
      try {
        await this.#folder.beat()
        for (const entry of await this.#folder.inherit()) {
          this.#queue.push(entry)
          this.#options.onMoved(entry.count)
        }
      } catch (error) {
        this.#options.onFault(error)
      }
    })
  }
  /** Leaves what still waits to the next sender. Never rejects. */
  close() {
    return this.#turns.take(async () => {
      await this.#seal()
      await this.#folder.leave().catch(this.#options.onFault)
    })
  }
  #first(all) {
    return this.#turns.take(async () => {
      const ripe = this.#filling && (all || isRipe(this.#filling, this.#options.now()))
      if (!this.#queue.first && ripe) await this.#seal()
      return this.#queue.first
    })
  }
  /** Appends as many as one batch takes. @returns how many; 0 when it has to be done again. */
  async #append(lines) {
    if (this.#filling && isFull(this.#filling, lines[0].bytes)) await this.#seal()
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
  async #seal() {
    const filling = this.#filling
    this.#filling = undefined
    if (!filling) return
    this.#queue.push(filling)
    await filling.file.close().catch(this.#options.onFault)
  }
}
//# sourceMappingURL=outbox-file.js.map
