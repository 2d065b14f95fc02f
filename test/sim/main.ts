// `npm run sim -- --schedules 10000 --seed 1`: plays schedules of two datacenters in trouble and checks that nothing is lost, nothing counted twice,
// and the books balance in each. `--only SEED` plays one again. Exits with 1 at the first fault, with the seed to play.
import { parseArgs } from 'node:util'
import { type Played, playSchedule } from './schedule.ts'

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
})
const first = Number(values.only ?? values.seed)
const count = values.only === undefined ? Number(values.schedules) : 1
const total = { events: 0, copies: 0, kills: 0, looks: 0, bad: 0 }
const started = performance.now()
console.log(`schedules ${first} to ${first + count - 1}`)
for (let seed = first; seed < first + count; seed++) {
  const played = await playSchedule(seed)
  total.events += played.events
  total.copies += played.copies
  total.kills += played.kills
  total.looks += played.looks
  if (played.faults.length > 0) tell(played)
  if ((seed - first + 1) % 1_000 === 0) progress(seed - first + 1)
}
progress(count)
console.log(total.bad === 0 ? '0 lost, 0 counted twice, books balanced in each' : `${total.bad} schedules with faults`)
process.exitCode = total.bad === 0 ? 0 : 1

function tell({ seed, faults }: Played): void {
  total.bad++
  if (total.bad > 10) return
  console.log(`schedule ${seed}: ${faults.length} faults; play it again with: npm run sim -- --only ${seed}`)
  for (const fault of faults.slice(0, 10)) console.log(`  ${fault}`)
}

function progress(done: number): void {
  const seconds = (performance.now() - started) / 1000
  console.log(
    `${done} schedules, ${total.events} events in ${total.copies} copies, ${total.kills} deaths, books looked at ${total.looks} times on the way, ${seconds.toFixed(1)} s`,
  )
}
