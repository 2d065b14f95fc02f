// Outboxes that number their events, and losses of a known rate: what `npm run sim:loss` measures the interval on.
// The sums come out as `src/store/sql/loss.sql` adds them up: a visit's numbers are trials once a later visit has been heard from.
import type { LossSums } from '../../src/report/index.ts'

/** How losses come: one by one; a whole record at a time; records again, where some visitors lose four times as many as others. */
export const WAYS = ['single', 'record', 'uneven'] as const
export type Way = (typeof WAYS)[number]

/** A geometric number of at least 1. */
function geometric(random: () => number, mean: number): number {
  return 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - 1 / mean))
}

/** One made world: so many outboxes of visits (5 on average) of events (3 on average), each lost with the given chance. */
export function lossWorld(random: () => number, outboxes: number, rate: number, way: Way): LossSums {
  const sums: LossSums = {
    outboxes: 0,
    trials: 0,
    lost: 0,
    lostSquared: 0,
    lostTrials: 0,
    trialsSquared: 0,
    worst: 0,
    unit: 1,
  }
  let unitTimesTrials = 0
  for (let i = 0; i < outboxes; i++) {
    const chance = way === 'uneven' ? rate * (random() < 0.5 ? 1.6 : 0.4) : rate
    const visits = geometric(random, 5)
    let [given, gone, trials, lost, arrived, arrivedSquared] = [0, 0, 0, 0, 0, 0]
    for (let visit = 0; visit < visits; visit++) {
      const events = geometric(random, 3)
      const missing = lossesOf(random, events, chance, way)
      if (missing < events) {
        trials = given
        lost = gone
        arrived += events - missing
        arrivedSquared += (events - missing) ** 2
      }
      given += events
      gone += missing
    }
    if (trials === 0) continue
    sums.outboxes++
    sums.trials += trials
    sums.lost += lost
    sums.lostSquared += lost * lost
    sums.lostTrials += lost * trials
    sums.trialsSquared += trials * trials
    sums.worst = Math.max(sums.worst, lost)
    unitTimesTrials += (trials * arrivedSquared) / arrived
  }
  sums.unit = sums.trials === 0 ? 1 : unitTimesTrials / sums.trials
  return sums
}

function lossesOf(random: () => number, events: number, chance: number, way: Way): number {
  if (way !== 'single') return random() < chance ? events : 0
  let missing = 0
  for (let i = 0; i < events; i++) if (random() < chance) missing++
  return missing
}
