// Webhooks: made and ended here, each with a courier that follows the feed.
// Promises: what a webhook stands at survives a restart; a webhook that fails delays no other, and never the loader.
import { WaysideError } from '../../event/index.ts'
import { type Clock, secureBytes } from '../../platform/index.ts'
import { type FeedPlace, placeText } from '../../report/index.ts'
import type { FeedFilter } from '../feed/filter.ts'
import type { Tail } from '../feed/tail.ts'
import { WEBHOOK_RETRY_MS, WEBHOOKS_MAX } from '../limits.ts'
import { Courier } from './courier.ts'
import { type DeadLetter, type Hook, readState, type State, writeState } from './state.ts'

export interface WebhookOptions {
  /** Where `webhooks.json` lies. */
  folder: string
  tail: Tail
  clock: Clock
  /** The place after everything there is. */
  now(): Promise<FeedPlace>
  /** Pauses between tries, milliseconds. */
  retryMs?: readonly number[] | undefined
}

/** A webhook without its secret, and how it goes. */
export interface HookFigures extends Omit<Hook, 'secret' | 'place' | 'filter' | 'ended'>, FeedFilter {
  dead: number
  /** What keeps it from delivering now; empty when nothing does. */
  trouble: string
}

export class WebhookDesk {
  readonly #options: WebhookOptions
  readonly #state: State
  readonly #couriers = new Map<string, Courier>()

  constructor(options: WebhookOptions) {
    this.#options = options
    this.#state = readState(options.folder)
    for (const hook of this.#state.hooks) this.#start(hook)
  }

  list(): HookFigures[] {
    return this.#state.hooks.map(({ secret: _secret, place: _place, filter, ended, ...hook }) => ({
      ...hook,
      ...filter,
      dead: this.dead(hook.id).length,
      trouble: ended || (this.#couriers.get(hook.id)?.trouble ?? ''),
    }))
  }

  /** The sites of a webhook; undefined when there is no such one. */
  sitesOf(id: string): readonly string[] | '*' | undefined {
    return this.#state.hooks.find((hook) => hook.id === id)?.filter.sites
  }

  /** Deliver from now on. @returns the secret, this once. @throws WaysideError QUERY when there are too many. */
  async add(url: string, filter: FeedFilter): Promise<{ id: string; secret: string }> {
    if (this.#state.hooks.length >= WEBHOOKS_MAX)
      throw new WaysideError('QUERY', `There are ${WEBHOOKS_MAX} webhooks already.`)
    const place = placeText(await this.#options.now())
    const id = `wh${secureBytes(5).toString('hex')}`
    const secret = `whsec_${secureBytes(32).toString('base64')}`
    const createdAt = new Date(this.#options.clock.now()).toISOString()
    const hook: Hook = { id, url, filter, secret, createdAt, place, delivered: 0, ended: '' }
    this.#state.hooks.push(hook)
    this.#save()
    this.#start(hook)
    return { id, secret }
  }

  async remove(id: string): Promise<void> {
    await this.#couriers.get(id)?.stop()
    this.#couriers.delete(id)
    this.#state.hooks = this.#state.hooks.filter((hook) => hook.id !== id)
    this.#state.dead = this.#state.dead.filter(({ hook }) => hook !== id)
    this.#save()
  }

  dead(id: string): DeadLetter[] {
    return this.#state.dead.filter(({ hook }) => hook === id)
  }

  /** Try each dead letter of a webhook once more; what arrives leaves the list. */
  async replay(id: string): Promise<{ delivered: number; dead: number }> {
    const courier = this.#couriers.get(id)
    let delivered = 0
    for (const letter of this.dead(id)) {
      if (!(await courier?.again(letter))) continue
      this.#state.dead = this.#state.dead.filter((other) => other.id !== letter.id)
      delivered++
      this.#save()
    }
    return { delivered, dead: this.dead(id).length }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#couriers.values()].map((courier) => courier.stop()))
    this.#save()
  }

  #start(hook: Hook): void {
    const { tail, clock, retryMs = WEBHOOK_RETRY_MS } = this.#options
    const courier = new Courier(hook, {
      tail,
      clock,
      retryMs,
      onMove: () => this.#save(),
      onDead: (letter) => {
        this.#state.dead.push(letter)
        this.#save()
        return this.dead(hook.id).length
      },
    })
    this.#couriers.set(hook.id, courier)
  }

  #save(): void {
    writeState(this.#options.folder, this.#state)
  }
}
