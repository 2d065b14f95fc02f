// `npm run lab`: measures what becomes of clicks, in three browser engines, under faults. See lab/README.md.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Engine } from './drivers/index.ts'
import { FAULTS } from './faults/index.ts'
import { cellLine, verdict, writeReport } from './report/index.ts'
import { type Cell, type Choice, checkChoice, openResults, Progress, plan, runUnits, type Unit } from './run/index.ts'
import { safety } from './safety/index.ts'
import { TECHNIQUES, tagMark } from './techniques/index.ts'

const HELP = `npm run lab -- [options]

Without options: the whole matrix, about an hour on two cores. An interrupted run goes on where it was.
  --engine chromium,firefox,webkit    only these browsers
  --technique wayside,keepalive,…     only these techniques (the untracked link always runs along)
  --fault hang,refused,…              only these faults
  --destination cross-site,same-site,stays
  --clicks N                          clicks a cell (20)
  --jobs N                            browsers at a time (4; no browser loads a page while another is clicked)
  --fresh                             measure cells again that are in the results already (of as many clicks, and Wayside's of the same tag)
  --results FILE                      where the results are kept (lab/results/cells.jsonl)
  --safety URL|FILE                   the safety card: what the tag changes in this page; exit code 1 if anything got worse
  --list                              say which cells would run, and stop
  --report                            write docs/lab.md and its pictures from the results, and stop (npm run lab:report)
  --note TEXT                         with --report: what the reader must know of this run; may be repeated
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
      jobs: { type: 'string', default: '4' },
      fresh: { type: 'boolean', default: false },
      results: { type: 'string', default: resolve(import.meta.dirname, 'results/cells.jsonl') },
      list: { type: 'boolean', default: false },
      safety: { type: 'string' },
      report: { type: 'boolean', default: false },
      note: { type: 'string', multiple: true, default: [] },
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
    return say(`${writeReport(docs, results.cells(), values.note, TECHNIQUES, FAULTS).join('\n')}\n`)
  }
  const units = plan(choice, (name) => !values.fresh && results.has(name, choice.clicks, tagMark(name.technique)))
  const lines = units.map((unit) => `${nameOf(unit)}: ${unit.techniques.map(({ name }) => name).join(' ')}`)
  if (values.list) return say(`${[...lines, new Progress(units, Number(values.jobs)).opening()].join('\n')}\n`)
  return run(units, Number(values.jobs), results, choice)
}

async function run(
  ...[units, jobs, results, choice]: [ReturnType<typeof plan>, number, ReturnType<typeof openResults>, Choice]
): Promise<number> {
  const progress = new Progress(units, jobs)
  let failures = 0
  if (units.length > 0) process.stderr.write(`${progress.opening()}\n`)
  await runUnits(units, jobs, {
    cell: (_unit, cell) => {
      const tag = tagMark(cell.technique)
      results.add({ ...cell, ...(tag && { tag }) })
      say(`${cellLine(cell)}\n`)
    },
    progress: (unit, text) => {
      if (process.stderr.isTTY) process.stderr.write(`\r  ${nameOf(unit)}: ${text}\x1b[K\r`)
    },
    over: (unit, failed) => {
      if (failed) failures++
      const what = failed ? `${nameOf(unit)} FAILED: ${failed}` : nameOf(unit)
      process.stderr.write(`  ${progress.over(unit)}: ${what}\n`)
    },
  })
  const { text, good } = verdict(results.cells().filter((cell) => isChosen(cell, choice)))
  say(`\n${text}\n`)
  return good && failures === 0 ? 0 : 1
}

const nameOf = ({ engine, fault, destination }: Unit): string => `${engine} ${fault.name} ${destination}`

const isChosen = (cell: Cell, choice: Choice): boolean =>
  (choice.techniques?.includes(cell.technique) ?? true) &&
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
