// One schedule: visitors, two datacenters, and what a seed does to them. First a time of trouble, then everything is mended, every
// visitor comes back once, every loader runs to its end; then the books must be exact.
import type { Clock } from '../../src/platform/index.ts'
import { Agenda } from './agenda.ts'
import { checkBooks, type Findings, findings } from './check.ts'
import { Datacenter } from './datacenter.ts'
import { Dice } from './dice.ts'
import { Page } from './page.ts'
import { NETWORK_MS_MAX } from './site.ts'
import { TableStore } from './table-store.ts'

const MINUTE = 60_000
const HOUR = 3_600_000
/** 2026-11-02T12:00:00Z. */
const START = Date.UTC(2026, 10, 2, 12)

/** What a schedule did and found. */
export interface Played extends Findings {
  seed: number
  store: TableStore
  kills: number
  /** Times that the books were looked at on the way. */
  looks: number
}

/** Play one schedule. The same seed plays the same. @param keepCalls keep the loader's inserts, to replay them elsewhere */
export async function playSchedule(seed: number, keepCalls = false): Promise<Played> {
  return await new Schedule(seed, keepCalls).play()
}

class Schedule {
  readonly #seed: number
  readonly #dice: Dice
  readonly #agenda: Agenda = new Agenda(START)
  readonly #store: TableStore
  readonly #centers: Datacenter[]
  readonly #pages: Page[]
  /** Bodies that were on the wire: a network, or someone else, may send them again. */
  readonly #wire: { page: Page; body: Buffer; ids: string[] }[] = []
  #garbage = 0
  #looks = 0
  readonly #unbalanced: string[] = []
  /** The time of trouble is over. */
  #mended = false

  constructor(seed: number, keepCalls: boolean) {
    this.#seed = seed
    this.#dice = new Dice(seed)
    this.#store = new TableStore(this.#dice, keepCalls)
    const clock: Clock = { now: () => this.#agenda.now, monotonic: () => this.#agenda.now }
    this.#centers = ['a', 'b'].map((name) => new Datacenter(name, this.#dice, clock, this.#store))
    this.#pages = Array.from({ length: this.#dice.whole(1, 3) }, (_, i) => new Page(this.#dice, `p${i}`, START))
  }

  async play(): Promise<Played> {
    const dice = this.#dice
    for (const center of this.#centers) await center.start()
    const length = dice.pick([5 * MINUTE, HOUR, 30 * HOUR])
    this.#store.faults = dice.pick([0, 0.05, 0.3])
    for (const page of this.#pages)
      for (let visits = dice.whole(1, 4); visits > 0; visits--)
        this.#agenda.add(dice.whole(0, length), async () => this.#visit(page))
    for (let troubles = dice.whole(0, 8); troubles > 0; troubles--)
      this.#agenda.add(dice.whole(0, length), () => this.#trouble(length))
    for (const center of this.#centers)
      for (let loads = dice.whole(1, 5); loads > 0; loads--)
        this.#agenda.add(dice.whole(0, length), () => this.#load(center))
    await this.#agenda.runUntil(length)
    await this.#mend()
    const kills = this.#centers.reduce((sum, center) => sum + center.kills, 0)
    const found = await findings(this.#store, this.#pages, this.#centers, this.#garbage)
    const faults = [...this.#unbalanced, ...found.faults]
    return { seed: this.#seed, store: this.#store, kills, looks: this.#looks, ...found, faults }
  }

  /** System calls until a death, sometimes. */
  #fuse(probability: number): number | undefined {
    return this.#dice.chance(probability) ? this.#dice.whole(1, 60) : undefined
  }

  /** A loader runs, and perhaps dies. Whoever looks at the books after it finds them balanced, or waits for what it left half in. */
  async #load(center: Datacenter): Promise<void> {
    await center.load(this.#fuse(0.4))
    if (this.#centers.some(({ half }) => half.isPending)) return
    this.#looks++
    checkBooks(this.#store, 0, this.#unbalanced)
  }

  #visit(page: Page): void {
    if (this.#dice.chance(0.1)) page.setClock()
    page.visit(this.#agenda.now)
    for (let tab = 0; tab < page.tabs; tab++) this.#send(page, tab, this.#dice.whole(0, 1), 0)
  }

  /** One tab sends a batch, and goes on until its outbox is empty or the visitor leaves. */
  #send(page: Page, tab: number, to: number, tries: number): void {
    const sent = page.batch(this.#agenda.now, tab)
    if (!sent) return
    this.#wire.push({ page, body: sent.body, ids: sent.events.map(({ id }) => id) })
    const stays = this.#mended || (tries < 5 && this.#dice.chance(0.9))
    const answered = (read: boolean): void => {
      page.returned(sent.events, tab)
      if (read) page.answered(sent.events)
      if (read) this.#send(page, tab, to, 0)
      else if (stays) this.#agenda.add(1_000 * 2 ** tries, async () => this.#send(page, tab, 1 - to, tries + 1))
    }
    this.#request(sent.body, to, answered)
    if (this.#dice.chance(0.15)) this.#request(sent.body, 1 - to, () => undefined)
  }

  /** One request: it may be lost, or come late, and so may its answer. */
  #request(body: Buffer, to: number, answered: (read: boolean) => void): void {
    const dice = this.#dice
    const losses = this.#mended ? 0 : 0.15
    if (dice.chance(losses)) {
      answered(false)
      return
    }
    this.#agenda.add(Math.min(NETWORK_MS_MAX, dice.wait(100)), async () => {
      const outcome = await this.#centers[to]!.receive(body)
      answered(outcome === 'acknowledged' && !dice.chance(losses))
    })
  }

  async #trouble(length: number): Promise<void> {
    const dice = this.#dice
    const center = dice.pick(this.#centers)
    const lasting = dice.whole(0, length / 2)
    switch (dice.pick(['kill', 'kill', 'power', 'away', 'full', 'replay', 'replay', 'garbage'] as const)) {
      case 'kill':
      case 'power': {
        center.arm(dice.whole(1, 25))
        const power = dice.chance(0.5)
        this.#agenda.add(dice.whole(1, 10 * MINUTE), async () => {
          await center.fall(power)
          this.#agenda.add(lasting, () => center.start(this.#fuse(0.2)))
        })
        return
      }
      case 'away':
        center.unreachable = true
        this.#agenda.add(lasting, async () => {
          center.unreachable = false
        })
        return
      case 'full':
        center.diskFull = true
        this.#agenda.add(lasting, async () => {
          center.diskFull = false
        })
        return
      case 'replay':
        for (const { page, body, ids } of this.#wire.filter(() => dice.chance(0.5))) {
          for (const id of ids) page.loosen(id)
          this.#agenda.add(dice.whole(0, lasting), async () => void (await dice.pick(this.#centers).receive(body)))
        }
        return
      case 'garbage': {
        const body = Buffer.from(
          dice.pick([
            '',
            'nonsense',
            '{"v":9,"site":"bookstore","events":[]}',
            '{"v":1,"site":"elsewhere","events":[]}',
          ]),
        )
        if ((await center.receive(body)) === 'acknowledged') this.#garbage++
      }
    }
  }

  /** Everything works again: visitors come back, loaders run to their end. */
  async #mend(): Promise<void> {
    this.#mended = true
    this.#store.faults = 0
    this.#agenda.clear()
    for (const center of this.#centers) {
      if (!center.isUp) await center.fall(false)
      else center.arm(Number.POSITIVE_INFINITY)
      center.unreachable = false
      center.diskFull = false
      await center.start()
    }
    for (const page of this.#pages) {
      page.reopen()
      for (let tab = 0; tab < page.tabs; tab++)
        this.#agenda.add(this.#dice.whole(0, MINUTE), async () => this.#send(page, tab, this.#dice.whole(0, 1), 0))
    }
    await this.#agenda.runUntil(Number.POSITIVE_INFINITY)
    for (const center of this.#centers) await center.stop()
    for (const center of this.#centers)
      if (!(await center.load())) throw new Error('A loader that nothing hinders did not end.')
  }
}
