// `npm run sim:loss`: how often the stated interval holds the true loss, for losses from 0.01 % to 20 %, coming one by one and in bursts.
// Prints the seed; the same seed gives the same table. Exits with 1 when a coverage leaves 93–97 %.
import { parseArgs } from 'node:util'
import { seeded } from '../../src/platform/index.ts'
import { lossInterval } from '../../src/report/index.ts'
import { lossWorld, WAYS } from './loss-world.ts'

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, worlds: { type: 'string', default: '2000' } },
})
const seed = Number(values.seed)
const worlds = Number(values.worlds)

/** Rates, and so many outboxes that about ten bursts are lost at the least: fewer cannot be told from luck by anyone. */
const CASES: readonly (readonly [rate: number, outboxes: number])[] = [
  [0.0001, 20_000],
  [0.001, 5_000],
  [0.01, 1_000],
  [0.05, 500],
  [0.2, 500],
]
const COVERAGE_MIN = 0.93
const COVERAGE_MAX = 0.97

console.log(`seed ${seed}, ${worlds} worlds a line; 95 % intervals should hold the truth in 93 to 97 % of them`)
console.log('loss      comes by  outboxes  mean estimate  below  above  coverage')
let bad = 0
for (const [rate, outboxes] of CASES)
  for (const way of WAYS) {
    const random = seeded(seed * 7919 + WAYS.indexOf(way))
    let [sum, below, above] = [0, 0, 0]
    for (let world = 0; world < worlds; world++) {
      const { loss, low, high } = lossInterval(lossWorld(random, outboxes, rate, way))
      sum += loss ?? 0
      if (rate < low!) below++
      else if (rate > high!) above++
    }
    const coverage = 1 - (below + above) / worlds
    const fault = coverage < COVERAGE_MIN || coverage > COVERAGE_MAX
    if (fault) bad++
    console.log(
      `${`${(rate * 100).toFixed(2)} %`.padEnd(9)} ${way.padEnd(9)} ${String(outboxes).padStart(8)}  ${`${((100 * sum) / worlds).toFixed(4)} %`.padStart(13)} ` +
        `${percent(below)} ${percent(above)} ${(100 * coverage).toFixed(1).padStart(8)} %${fault ? '  outside' : ''}`,
    )
  }
console.log(bad === 0 ? 'every coverage lies in 93–97 %' : `${bad} coverages outside 93–97 %`)
process.exitCode = bad === 0 ? 0 : 1

function percent(count: number): string {
  return `${((100 * count) / worlds).toFixed(1)} %`.padStart(6)
}
