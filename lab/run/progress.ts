// How far a run is and how long it still takes: the estimate at first, the run's own pace as soon as it has one.
import type { Unit } from './cell.ts'
import { estimateMs } from './estimate.ts'

const MINUTE_MS = 60_000
/** From this share on the run's own pace counts alone. */
const PACE_FROM = 0.2

export class Progress {
  readonly #startedAt = Date.now()
  readonly #estimateMs: number
  readonly #weights: Map<Unit, number>
  readonly #total: number
  #doneWeight = 0
  #done = 0

  constructor(units: readonly Unit[], jobs: number) {
    this.#estimateMs = estimateMs(units, jobs)
    this.#weights = new Map(units.map((unit) => [unit, estimateMs([unit], 1)]))
    this.#total = [...this.#weights.values()].reduce((sum, weight) => sum + weight, 0)
  }

  /** What is ahead, before anything ran. */
  opening(): string {
    const cells = [...this.#weights.keys()].reduce((sum, { techniques }) => sum + techniques.length, 0)
    const clicks = [...this.#weights.keys()].reduce((sum, unit) => sum + unit.techniques.length * unit.clicks, 0)
    return `${this.#weights.size} units, ${cells} cells, at most ${clicks} clicks; about ${minutes(this.#estimateMs)}`
  }

  over(unit: Unit): string {
    this.#done++
    this.#doneWeight += this.#weights.get(unit) ?? 0
    const elapsedMs = Date.now() - this.#startedAt
    const share = this.#doneWeight / this.#total
    const trust = Math.min(1, share / PACE_FROM)
    const leftMs = (1 - share) * (trust * (elapsedMs / share) + (1 - trust) * this.#estimateMs)
    return `${this.#done} of ${this.#weights.size} units, ${minutes(elapsedMs)} gone, about ${minutes(leftMs)} left`
  }
}

const minutes = (ms: number): string =>
  ms < MINUTE_MS ? `${Math.ceil(ms / 1_000)} s` : `${Math.round(ms / MINUTE_MS)} min`
