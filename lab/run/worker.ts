// Runs the units that the lab's front hands it, one after the other, inside the namespace, and writes what happens to stdout.
import { createInterface } from 'node:readline'
import { FAULTS } from '../faults/index.ts'
import { TECHNIQUES, tagFiles } from '../techniques/index.ts'
import { openWorld } from '../world/index.ts'
import { type FrontMessage, thick, type WorkerMessage } from './messages.ts'
import { joinTurns } from './turns.ts'
import { runUnit } from './unit.ts'

const tell = (message: WorkerMessage): void => void process.stdout.write(`${JSON.stringify(message)}\n`)
const go = joinTurns((turn) => tell({ turn }))
const world = await openWorld(TECHNIQUES, await tagFiles())

async function run(unit: ReturnType<typeof thick>): Promise<void> {
  try {
    for (const cell of await runUnit(world, unit, (say) => tell({ say }))) tell({ cell })
    tell({ over: true })
  } catch (error) {
    tell({ over: true, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const message = JSON.parse(line) as FrontMessage
    if ('go' in message) go()
    else void run(thick(message.unit, FAULTS, TECHNIQUES))
  })
  .on('close', () => {
    world.close()
    process.exit()
  })
