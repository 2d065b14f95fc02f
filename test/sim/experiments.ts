// `npm run sim:experiments`: experiments looked at every hour for twelve days. In A/A worlds, how often is a difference called that is none?
// In A/B worlds, how often is the one that is there found, and after how long? Beside it, what an ordinary 95 % interval would have done.
// Prints the seed; the same seed gives the same table. Exits with 1 when false alarms or power leave their bounds.
import { parseArgs } from 'node:util'
import { seeded } from '../../src/platform/index.ts'
import { type Arm, compareArms } from '../../src/report/experiment.ts'
import { unitsNeeded } from '../../src/report/experiment-power.ts'
import { type ArmSums, rateOf } from '../../src/report/experiment-rate.ts'
import { ratioCheck } from '../../src/report/experiment-ratio.ts'

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, worlds: { type: 'string', default: '1000' } },
})
const seed = Number(values.seed)
const worlds = Number(values.worlds)

/** Looks, one an hour, and units of all arms between two of them. */
const LOOKS = 300
const UNITS_A_LOOK = 100
const PLANNED_UNITS = 20_000
const ALPHA = 0.05
const POWER = 0.8
/** Luck of so many worlds, three standard deviations of it. */
const luck = (share: number): number => 3 * Math.sqrt((share * (1 - share)) / worlds)

/** What one unit brings: [over, under]. `better` raises the mean by that share. */
type Unit = (random: () => number, better: number) => readonly [over: number, under: number]

const clicks =
  (rate: number): Unit =>
  (random, better) => [random() < rate * (1 + better) ? 1 : 0, 1]

/** Lists of 1 to 12 impressions of a visitor with tastes of their own: clicks of one list go together. */
const listClicks: Unit = (random, better) => {
  const shown = 1 + Math.floor(random() * 12)
  const rate = 0.1 * random() * (1 + better)
  let clicked = 0
  for (let i = 0; i < shown; i++) if (random() < rate) clicked++
  return [clicked, shown]
}

/** One visitor in twenty buys, for a log-normal value: mean 45, and now and then thousands. */
const value: Unit = (random, better) => {
  if (random() >= 0.05) return [0, 1]
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return [Math.exp(3.3 + normal) * (1 + better), 1]
}

interface World {
  name: string
  unit: Unit
  /** Shares of the traffic; the first is the control. */
  shares: readonly number[]
  better: number
}

const AA: World[] = [
  { name: 'clicks, 5 %', unit: clicks(0.05), shares: [0.5, 0.5], better: 0 },
  { name: 'clicks, 0.5 %', unit: clicks(0.005), shares: [0.5, 0.5], better: 0 },
  { name: 'clicks, 5 %, split 90 to 10', unit: clicks(0.05), shares: [0.9, 0.1], better: 0 },
  { name: 'clicks, 5 %, four variants', unit: clicks(0.05), shares: [0.25, 0.25, 0.25, 0.25], better: 0 },
  { name: 'clicks by impression, lists of 1 to 12', unit: listClicks, shares: [0.5, 0.5], better: 0 },
  { name: 'value, long-tailed', unit: value, shares: [0.5, 0.5], better: 0 },
]
const AB: World[] = [
  { name: 'clicks, 5 %, 30 % better', unit: clicks(0.05), shares: [0.5, 0.5], better: 0.3 },
  { name: 'clicks by impression, 20 % better', unit: listClicks, shares: [0.5, 0.5], better: 0.2 },
]

let bad = 0
const say = (cells: readonly (string | number)[], widths: readonly number[]): void =>
  console.log(
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]!) : String(cell).padStart(widths[i]!))).join('  '),
  )
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const must = (ok: boolean): string => {
  if (!ok) bad++
  return ok ? '' : 'OUT OF BOUNDS'
}

console.log(
  `seed ${seed}, ${worlds} worlds a line, ${LOOKS} looks of ${UNITS_A_LOOK} units, tightest at ${PLANNED_UNITS} units`,
)
console.log(`\nA/A: a difference is called that is none, at any look. At most ${percent(ALPHA)} may be.`)
const widths = [42, 14, 22, 14, 14]
say(['', 'false alarms', 'ordinary 95 % interval', 'interval wrong', ''], widths)
for (const world of AA) {
  const { called, ordinary, missed } = run(world)
  say(
    [
      world.name,
      percent(called),
      percent(ordinary),
      percent(missed),
      must(called <= ALPHA + luck(ALPHA) && missed <= ALPHA + luck(ALPHA)),
    ],
    widths,
  )
}

console.log(
  `\nA/B: the difference is found. By the units that were planned for ${percent(POWER)} power, in at least that many: looks before the end find it too.`,
)
say(['', 'units planned', 'found by then', 'median units', 'interval wrong'], widths)
for (const world of AB) {
  const needed = planned(world)
  const { foundBy, median, missed } = run(world, needed)
  const ok = foundBy >= POWER - luck(POWER) && missed <= ALPHA + luck(ALPHA)
  say([world.name, needed, percent(foundBy), median ?? '—', percent(missed), must(ok)], [...widths, 14])
}

console.log(
  '\nSample ratio, 50 to 50: traffic is called unlike what was meant, at any look. At most 0.1 % may be when it is not.',
)
for (const lost of [0, 0.02, 0.05, 0.1]) {
  const share = ratioAlarms(lost)
  const ok = lost === 0 ? share <= 0.001 + luck(0.001) : lost < 0.1 || share > 0.95
  say([`one arm loses ${percent(lost)}`, percent(share), '', '', must(ok)], widths)
}
process.exitCode = bad === 0 ? 0 : 1

function run(
  world: World,
  checkAt = 0,
): { called: number; ordinary: number; missed: number; foundBy: number; median: number | null } {
  const random = seeded(seed * 7919 + world.name.length * 104_729)
  const truth = means(world)
  let [called, ordinary, missed, foundBy] = [0, 0, 0, 0]
  const stops: number[] = []
  for (let i = 0; i < worlds; i++) {
    const arms = world.shares.map((_, index): Arm => ({ variant: String(index), ...emptySums() }))
    let [isCalled, isOrdinary, isMissed] = [false, false, false]
    const looks = Math.max(LOOKS, Math.ceil(checkAt / UNITS_A_LOOK))
    for (let look = 1; look <= looks; look++) {
      for (let unit = 0; unit < UNITS_A_LOOK; unit++) {
        const index = draw(world.shares, random())
        add(arms[index]!, world.unit(random, index === 0 ? 0 : world.better))
      }
      const compared = compareArms(arms, { control: '0', alpha: ALPHA, plannedUnits: PLANNED_UNITS })
      if (compared.some(({ low, high }) => low !== null && (truth < low || truth > high!))) isMissed = true
      if (compared.some((row) => row.effect !== null && ordinaryCalls(arms[Number(row.variant)]!, arms[0]!)))
        isOrdinary = true
      if (!isCalled && compared.some(({ verdict }) => verdict !== 'open')) {
        isCalled = true
        stops.push(look * UNITS_A_LOOK)
      }
    }
    if (isCalled) called++
    if (isOrdinary) ordinary++
    if (isMissed) missed++
    if (isCalled && stops.at(-1)! <= checkAt) foundBy++
  }
  stops.sort((one, other) => one - other)
  const median = stops.length > worlds / 2 ? stops[worlds >> 1]! : null
  return {
    called: called / worlds,
    ordinary: ordinary / worlds,
    missed: missed / worlds,
    foundBy: foundBy / worlds,
    median,
  }
}

/** The true difference, from many draws. */
function means({ unit, better }: World): number {
  if (better === 0) return 0
  const [one, other] = [sample(unit, 0), sample(unit, better)]
  return other.sumOver / other.sumUnder - one.sumOver / one.sumUnder
}

function planned({ unit, better }: World): number {
  const [one, other] = [sample(unit, 0), sample(unit, better)]
  const perUnit = 2 * (rateOf(one).variance! + rateOf(other).variance!) * one.units
  const effect = other.sumOver / other.sumUnder - one.sumOver / one.sumUnder
  return unitsNeeded({ alpha: ALPHA, plannedUnits: PLANNED_UNITS, effect, unitVariance: perUnit, power: POWER })
}

function sample(unit: Unit, better: number): ArmSums {
  const random = seeded(1_000_003)
  const sums = emptySums()
  for (let i = 0; i < 1_000_000; i++) add(sums, unit(random, better))
  return sums
}

function ordinaryCalls(arm: Arm, control: Arm): boolean {
  const [mine, theirs] = [rateOf(arm), rateOf(control)]
  return Math.abs(mine.rate! - theirs.rate!) > 1.959964 * Math.sqrt(mine.variance! + theirs.variance!)
}

function ratioAlarms(lost: number): number {
  const random = seeded(seed * 104_729 + Math.round(lost * 1_000))
  let alarms = 0
  for (let world = 0; world < worlds; world++) {
    const units = [0, 0]
    let alarm = false
    for (let look = 0; look < LOOKS && !alarm; look++) {
      for (let i = 0; i < UNITS_A_LOOK; i++) {
        const arm = random() < 0.5 ? 0 : 1
        if (arm === 0 || random() >= lost) units[arm]!++
      }
      alarm = ratioCheck(units.map((count, i) => ({ variant: String(i), units: count, share: 1 }))).suspicious
    }
    if (alarm) alarms++
  }
  return alarms / worlds
}

function draw(shares: readonly number[], at: number): number {
  let left = at
  for (let i = 0; i < shares.length - 1; i++) {
    left -= shares[i]!
    if (left < 0) return i
  }
  return shares.length - 1
}

function emptySums(): ArmSums {
  return { units: 0, sumOver: 0, sumUnder: 0, sumOverSquared: 0, sumUnderSquared: 0, sumOverUnder: 0 }
}

function add(sums: ArmSums, [over, under]: readonly [number, number]): void {
  sums.units++
  sums.sumOver += over
  sums.sumUnder += under
  sums.sumOverSquared += over * over
  sums.sumUnderSquared += under * under
  sums.sumOverUnder += over * under
}
