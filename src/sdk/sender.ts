// Tells the service what a recommender served and what came of it. Promises: once made, it never throws, never rejects and never
// waits on the recommender's account; its memory is bounded; every event that it was told is accounted for in its counters.
// With a folder, an event survives the process some LINGER_MS after it was told (`saved` waits for that). Without one, a crash
// loses what waits: about a second's events, or an outage's.
import { type ErrorCode, WaysideError } from '../event/index.ts'
import { type Counters, createReporter, type Fault, newCounters, warn } from './counters.ts'
import { Courier } from './courier.ts'
import { type Conversion, conversionLine, type Line, type ServedList, servedLines } from './facts.ts'
import { uuidv7 } from './ids.ts'
import { Intake } from './intake.ts'
import { ALIVE_EVERY_MS, CLOSE_DEADLINE_MS, FOLDER_BYTES_MAX, MEMORY_BYTES_MAX, SEND_TIMEOUT_MS } from './limits.ts'
import { type Now, systemNow } from './now.ts'
import { MemoryOutbox } from './outbox.ts'
import { FileOutbox } from './outbox-file.ts'
import { createPost } from './post.ts'
import { readUrls, type SenderOptions } from './settings.ts'

export interface Sender {
  /** A list was served: one event for each item. Takes microseconds. */
  served(list: ServedList): void
  /** Something of value happened. */
  conversion(conversion: Conversion): void
  /** Resolves when all that was told so far has been written. @returns whether all that waits is on disk. */
  saved(): Promise<boolean>
  counters(): Counters
  /** Sends what waits, for CLOSE_DEADLINE_MS at most unless told. What then still waits stays in the folder for the next sender; without one it is lost. */
  close(options?: { deadlineMs?: number }): Promise<Counters>
}

/** @throws WaysideError CONFIG at once when a setting can't work. */
export function createSender(options: SenderOptions): Sender {
  return new OutboxSender(options)
}

class OutboxSender implements Sender {
  readonly #now: Now
  readonly #counters = newCounters()
  readonly #report: (code: Fault['code'], message: string) => void
  readonly #memory: MemoryOutbox
  readonly #file: FileOutbox | undefined
  readonly #intake: Intake
  readonly #courier: Courier
  readonly #abort = new AbortController()
  readonly #tending: NodeJS.Timeout | undefined
  #number = 0
  #closing: Promise<Counters> | undefined

  constructor(options: SenderOptions) {
    const { site, key, now = systemNow, timeoutMs = SEND_TIMEOUT_MS } = options
    const urls = readUrls(options)
    this.#now = now
    this.#report = createReporter(options.onFault ?? warn, now)
    const outbox = uuidv7(now())
    this.#memory = new MemoryOutbox({ outbox, bytesMax: options.memoryBytesMax ?? MEMORY_BYTES_MAX, now })
    this.#file = this.#openFolder(options, outbox)
    const outboxes = this.#file ? ([this.#file, this.#memory] as const) : ([this.#memory] as const)
    const { signal } = this.#abort
    const onRequest = (answered: boolean): void => {
      this.#counters.requests++
      if (!answered) this.#counters.failures++
    }
    const post = createPost({ urls, key, site, now, timeoutMs, onRequest, signal })
    this.#courier = new Courier({ outboxes, post, counters: this.#counters, report: this.#report, now })
    this.#intake = new Intake({
      outboxes,
      onWritten: () => this.#courier.wake(),
      onDropped: (count) => this.#drop(count, 'OUTBOX_FULL'),
    })
    if (this.#file) this.#tending = setInterval(() => void this.#file?.tend(), ALIVE_EVERY_MS).unref()
    void this.#file?.tend()
  }

  served(list: ServedList): void {
    this.#record(() => servedLines(list, this.#now(), () => ++this.#number))
  }

  conversion(conversion: Conversion): void {
    this.#record(() => [conversionLine(conversion, this.#now(), () => ++this.#number)])
  }

  async saved(): Promise<boolean> {
    await this.#intake.write()
    return this.#memory.count === 0
  }

  counters(): Counters {
    const inMemory = this.#memory.count + this.#intake.count
    const pending = inMemory + (this.#file?.count ?? 0)
    return { ...this.#counters, rejectedBy: { ...this.#counters.rejectedBy }, inMemory, pending }
  }

  close(options: { deadlineMs?: number } = {}): Promise<Counters> {
    this.#closing ??= this.#close(options.deadlineMs ?? CLOSE_DEADLINE_MS)
    return this.#closing
  }

  async #close(deadlineMs: number): Promise<Counters> {
    clearInterval(this.#tending)
    const late = new Promise<void>((resolve) => {
      // Referenced, unlike the SDK's other timers: who awaits `close` wants the process to live until then.
      const timer = setTimeout(resolve, deadlineMs)
      void this.#intake
        .write()
        .then(() => this.#courier.drain())
        .then(() => resolve(clearTimeout(timer)))
    })
    await late
    this.#abort.abort()
    await this.#courier.stop()
    await this.#file?.close()
    return this.counters()
  }

  #record(linesOf: () => Line[]): void {
    let lines: Line[] = []
    try {
      lines = linesOf()
    } catch (error) {
      this.#counters.recorded++
      this.#drop(1, 'EVENT_SHAPE', String(error))
    }
    this.#counters.recorded += lines.length
    if (this.#closing !== undefined) this.#drop(lines.length, 'OUTBOX_CLOSED')
    else for (const line of lines) this.#intake.take(line)
  }

  #drop(count: number, code: ErrorCode, detail = ''): void {
    this.#counters.dropped += count
    this.#report(code, new WaysideError(code, detail || undefined).message)
  }

  #openFolder(options: SenderOptions, outbox: string): FileOutbox | undefined {
    const { folder, site, folderBytesMax: bytesMax = FOLDER_BYTES_MAX } = options
    if (folder === undefined) return undefined
    return new FileOutbox({
      folder,
      site,
      outbox,
      bytesMax,
      now: this.#now,
      onFault: (error) => this.#report('OUTBOX_FOLDER', new WaysideError('OUTBOX_FOLDER', `${error}.`).message),
      onMoved: (count) => {
        this.#counters[count < 0 ? 'handedOver' : 'inherited'] += Math.abs(count)
      },
    })
  }
}
