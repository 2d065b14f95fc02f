// A datacenter of the demo: a collector with its log, behind a gate that stands for the network.
// Promises: changes happen one after another; after `set` resolves, the datacenter behaves as told.
import { type Gate, type GateMode, startGate } from '../gate/index.ts'
import type { Part } from './part.ts'

/** `down`: the collector is dead (SIGKILL) and connections are refused. The others are the network's doing. */
export type Condition = 'up' | 'down' | 'hang' | 'slow' | 'error' | 'reset'

export const CONDITIONS: readonly Condition[] = ['up', 'down', 'hang', 'slow', 'error', 'reset']

/** How late a slow datacenter answers, milliseconds. */
export const SLOW_MS = 3_000

const MODES: Record<Condition, GateMode> = {
  up: 'ok',
  down: 'refused',
  hang: 'hang',
  slow: `slow:${SLOW_MS}`,
  error: 'status:500',
  reset: 'reset',
}

export interface DatacenterOptions {
  /** Where browsers reach it. */
  port: number
  collector: Part
  collectorPort: number
}

export class Datacenter {
  condition: Condition = 'down'
  /** When it came to be so, milliseconds since the Unix epoch. */
  since: number = Date.now()
  readonly #gate: Gate
  readonly #collector: Part
  #change: Promise<void> = Promise.resolve()

  private constructor(gate: Gate, collector: Part) {
    this.#gate = gate
    this.#collector = collector
  }

  /** Its gate, refusing; `set('up')` starts the collector. */
  static async open({ port, collector, collectorPort }: DatacenterOptions): Promise<Datacenter> {
    const target = { host: '127.0.0.1', port: collectorPort }
    return new Datacenter(await startGate({ port, target, mode: 'refused' }), collector)
  }

  /** The collector's process id while it runs. */
  get pid(): number | undefined {
    return this.#collector.pid
  }

  set(condition: Condition): Promise<void> {
    const change = this.#change.then(() => this.#become(condition))
    this.#change = change.catch(() => undefined)
    return change
  }

  async close(): Promise<void> {
    await this.#change
    await this.#gate.close()
    await this.#collector.stop()
  }

  async #become(condition: Condition): Promise<void> {
    if (condition === 'down') await this.#collector.kill()
    else await this.#collector.start()
    await this.#gate.set(MODES[condition])
    if (this.condition !== condition) this.since = Date.now()
    this.condition = condition
  }
}
