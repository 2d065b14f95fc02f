// `npm run lab`: measures what becomes of clicks, in three browser engines, under faults. See lab/README.md.
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Engine } from './drivers/index.ts'
import { FAULTS } from './faults/index.ts'
import { cellLine, verdict, writeReport } from './report/index.ts'
import { type Choice, checkChoice, keyOf, openResults, plan, runUnits } from './run/index.ts'
import { safety } from './safety/index.ts'
import { TECHNIQUES } from './techniques/index.ts'

const HELP = `npm run lab -- [options]

Without options: the whole matrix, about an hour on two cores. An interrupted run goes on where it was.
  --engine chromium,firefox,webkit    only these browsers
  --technique wayside,keepalive,…     only these techniques (the untracked link always runs along)
  --fault hang,refused,…              only these faults
  --destination cross-site,same-site,stays
  --clicks N                          clicks a cell (20)
  --jobs N                            browsers at a time (as many as cores, at most 3)
  --fresh                             measure cells again that are in the results already
  --results FILE                      where the results are kept (lab/results/cells.jsonl)
  --safety URL|FILE                   the safety card: what the tag changes in this page; exit code 1 if anything got worse
  --list                              say which cells would run, and stop
  --report                            write docs/lab.md and its pictures from the results, and stop (npm run lab:report)
`

const list = (text: string | undefined): string[] | undefined => text?.split(',')

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      engine: { type: 'string' },
      technique: { type: 'string' },
      fault: { type: 'string' },
      destination: { type: 'string' },
      clicks: { type: 'string', default: '20' },
      jobs: { type: 'string', default: String(Math.min(3, availableParallelism())) },
      fresh: { type: 'boolean', default: false },
      results: { type: 'string', default: resolve(import.meta.dirname, 'results/cells.jsonl') },
      list: { type: 'boolean', default: false },
      safety: { type: 'string' },
      report: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return say(HELP)
  if (values.safety) {
    const { text, worse } = await safety(values.safety, (values.engine ?? 'chromium') as Engine)
    say(`${text}\n`)
    return worse ? 1 : 0
  }
  const { engine, technique, fault, destination } = values
  const choice: Choice = {
    clicks: Number(values.clicks),
    ...(engine && { engines: list(engine)! }),
    ...(technique && { techniques: list(technique)! }),
    ...(fault && { faults: list(fault)! }),
    ...(destination && { destinations: list(destination)! }),
  }
  checkChoice(choice)
  const results = openResults(values.results, false)
  if (values.report) {
    const docs = resolve(import.meta.dirname, '../docs')
    return say(`${writeReport(docs, results.cells(), keyOf, TECHNIQUES, FAULTS).join('\n')}\n`)
  }
  const units = plan(choice, (name) => !values.fresh && results.has(name))
  const names = units.map(
    (unit) =>
      `${unit.engine} ${unit.fault.name} ${unit.destination}: ${unit.techniques.map(({ name }) => name).join(' ')}`,
  )
  if (values.list) return say(`${names.join('\n')}\n`)
  return run(units, Number(values.jobs), results, choice)
}

async function run(
  ...[units, jobs, results, choice]: [ReturnType<typeof plan>, number, ReturnType<typeof openResults>, Choice]
): Promise<number> {
  const started = Date.now()
  let failures = 0
  let done = 0
  const minutes = (): string => ((Date.now() - started) / 60_000).toFixed(1)
  const seen = new Set<string>()
  await runUnits(units, jobs, {
    cell: (cell) => {
      results.add(cell)
      say(`${cellLine(cell)}\n`)
      const unit = `${cell.engine} ${cell.fault} ${cell.destination}`
      if (!seen.has(unit)) process.stderr.write(`  unit ${++done} of ${units.length}, ${minutes()} min\n`)
      seen.add(unit)
    },
    progress: (unit, text) => {
      if (process.stderr.isTTY)
        process.stderr.write(`\r  ${unit.engine} ${unit.fault.name} ${unit.destination}: ${text}\x1b[K\r`)
    },
    failed: (unit, why) => {
      failures++
      process.stderr.write(`  ${unit.engine} ${unit.fault.name} ${unit.destination} FAILED: ${why}\n`)
    },
  })
  const { text, good } = verdict(results.cells().filter((cell) => isChosen(cell, choice)))
  say(`\n${text}\n`)
  return good && failures === 0 ? 0 : 1
}

const isChosen = (cell: { engine: string; fault: string; destination: string }, choice: Choice): boolean =>
  (choice.engines?.includes(cell.engine) ?? true) &&
  (choice.faults?.includes(cell.fault) ?? true) &&
  (choice.destinations?.includes(cell.destination) ?? true)

function say(text: string): 0 {
  process.stdout.write(text)
  return 0
}

process.exitCode = await main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  return 2
})
