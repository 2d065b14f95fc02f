// A datacenter: the real log and the real loader over a disk that forgets. The collector is reduced to what it promises: stamp, append,
// answer 204 after the append. Its processes die at any system call; the power may go out with them.
import { encodeRecord, type Stamp } from '../../src/event/index.ts'
import { defaultContext, drain } from '../../src/loader/index.ts'
import { type Log, openLog } from '../../src/log/index.ts'
import type { Clock } from '../../src/platform/index.ts'
import { HalfLoad } from '../../src/store/half-load.ts'
import type { Dice } from './dice.ts'
import { Killed, MemoryDisk } from './disk.ts'
import { AGENT, KEY, SITE } from './site.ts'
import type { TableStore } from './table-store.ts'

/** Small segments, so that they rotate within a schedule. */
const SEGMENT_BYTES = 32_768

/** A process that has so many system calls to live. */
class Life {
  left: number
  dead = false

  constructor(steps = Number.POSITIVE_INFINITY) {
    this.left = steps
  }

  readonly step = (): void => {
    if (this.dead || --this.left <= 0) {
      this.dead = true
      throw new Killed('killed')
    }
  }
}

/** What became of a request, as its sender sees it. */
export type Outcome = 'acknowledged' | 'refused' | 'silence'

export class Datacenter {
  readonly name: string
  /** Everything that was answered with 204: `sequence` by event. */
  readonly acknowledged: { sequence: number; body: Buffer }[] = []
  /** Refuses connections. */
  unreachable = false
  diskFull = false
  kills = 0
  /** What is half in the store, as the file beside it remembers. */
  readonly half: HalfLoad = new HalfLoad(undefined)
  readonly #clock: Clock
  readonly #store: TableStore
  readonly #disk: MemoryDisk
  #life = new Life()
  #log: Log | undefined

  constructor(name: string, dice: Dice, clock: Clock, store: TableStore) {
    this.name = name
    this.#clock = clock
    this.#store = store
    this.#disk = new MemoryDisk(dice)
  }

  get folder(): string {
    return `/${this.name}/log/${this.name}-0`
  }

  get isUp(): boolean {
    return this.#log !== undefined && !this.#life.dead
  }

  /** Start the collector. @param steps system calls until it is killed */
  async start(steps?: number): Promise<void> {
    if (this.isUp) return
    this.#life = new Life(steps)
    const disk = this.#disk.seenBy(this.#life.step, () => (this.diskFull ? 0 : 1e9))
    const sizes = { segmentBytesMin: SEGMENT_BYTES, segmentBytesMax: SEGMENT_BYTES }
    try {
      this.#log = await openLog({ folder: this.folder, disk, clock: this.#clock, ...sizes })
    } catch (error) {
      if (!(error instanceof Killed)) throw error
      this.#log = undefined
    }
  }

  /** The collector is to die after so many more system calls. */
  arm(steps: number): void {
    this.#life.left = steps
  }

  /** The collector is dead; what it wrote is in the kernel, or is lost with the power. */
  async fall(power: boolean): Promise<void> {
    this.kills++
    this.#life.dead = true
    await this.#log?.close().catch(() => undefined)
    this.#log = undefined
    if (power) this.#disk.powerCut()
  }

  async stop(): Promise<void> {
    if (this.isUp) await this.#log?.close()
    this.#log = undefined
  }

  /** A request arrives. */
  async receive(body: Buffer, more: Partial<Stamp> = {}): Promise<Outcome> {
    const log = this.#log
    if (this.unreachable || !log || this.#life.dead) return 'silence'
    const stamp: Stamp = {
      v: 1,
      route: 'beacon',
      receivedAt: this.#clock.now(),
      datacenter: this.name,
      agent: AGENT,
      ...more,
    }
    try {
      const sequence = await log.append(encodeRecord(stamp, body))
      if (this.#life.dead) return 'silence'
      this.acknowledged.push({ sequence, body })
      return 'acknowledged'
    } catch {
      return this.#life.dead ? 'silence' : 'refused'
    }
  }

  /** The loader runs until it has loaded everything, fails, or dies. @returns whether it has loaded everything. */
  async load(steps?: number): Promise<boolean> {
    const life = new Life(steps)
    try {
      await drain({
        logRoot: `/${this.name}/log`,
        store: this.#store.seenBy(life.step, this.half),
        keyOf: (kid) => (kid === KEY.kid ? KEY : undefined),
        siteOf: (site) => (site === SITE ? defaultContext : undefined),
        clock: this.#clock,
        disk: this.#disk.seenBy(life.step, () => 1e9),
      })
      return true
    } catch (error) {
      if (life.dead || (error as Error).name === 'StatementFailed') return false
      throw error
    }
  }
}
