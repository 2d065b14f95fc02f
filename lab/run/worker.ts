// Runs units one after the other inside the namespace and writes what happens to stdout, one JSON message a line.
import { createInterface } from 'node:readline'
import { FAULTS } from '../faults/index.ts'
import { TECHNIQUES, tagFiles } from '../techniques/index.ts'
import { openWorld } from '../world/index.ts'
import { type PlainUnit, thick, type WorkerMessage } from './messages.ts'
import { joinTurns } from './turns.ts'
import { runUnit } from './unit.ts'

const say = (message: WorkerMessage): void => void process.stdout.write(`${JSON.stringify(message)}\n`)

createInterface({ input: process.stdin }).on(
  'line',
  joinTurns((turn) => say({ turn })),
)

const units = (JSON.parse(process.argv[2]!) as PlainUnit[]).map((unit) => thick(unit, FAULTS, TECHNIQUES))
const world = await openWorld(TECHNIQUES, await tagFiles())
for (const [index, unit] of units.entries()) {
  try {
    for (const cell of await runUnit(world, unit, (text) => say({ unit: index, say: text }))) say({ unit: index, cell })
  } catch (error) {
    say({ unit: index, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}
world.close()
process.exit()
