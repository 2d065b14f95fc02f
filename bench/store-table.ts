// What the benchmark of the store found, as a table, a picture and JSON.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { barChart } from './lib/chart.ts'
import { publish } from './lib/publish.ts'

const GOAL_MS = 300

export interface Result {
  rows: number
  bytesPerEvent: number
  medianMs: Record<string, number>
  /** Engine CPU of one asking, all its threads: what a busy machine blurs least. */
  cpuMs: Record<string, number>
  duckDbMs: Record<string, number>
  enginePeakMb: number
}

/** The figures as text. */
export function table(results: readonly Result[], rounds: number): string {
  const names = Object.keys(results[0]?.medianMs ?? {})
  const number = (value: number | undefined, width = 9): string =>
    (value === undefined ? '' : value.toLocaleString('en')).padStart(width)
  const head = `${'median ms (engine CPU ms; DuckDB ms)'.padEnd(36)}${results.map(({ rows }) => number(rows, 26)).join('')}`
  const lines = names.map((name) => {
    const cells = results.map((result) => {
      const duck = result.duckDbMs[name]
      return `${number(result.medianMs[name])} (${number(result.cpuMs[name], 6)};${number(duck, 6)})`.padStart(26)
    })
    return `${name.padEnd(36)}${cells.join('')}`
  })
  const weights = `${'bytes an event on disk'.padEnd(36)}${results.map(({ bytesPerEvent }) => number(bytesPerEvent, 26)).join('')}`
  const peaks = `${'engine, peak MB'.padEnd(36)}${results.map(({ enginePeakMb }) => number(enginePeakMb, 26)).join('')}`
  return [
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${rounds} rounds`,
    '',
    head,
    ...lines,
    '',
    weights,
    peaks,
  ].join('\n')
}

/** Table, picture and JSON. @param beside the results of other sizes that were published last */
export function publishResults(asked: readonly Result[], rounds: number, beside: boolean): void {
  const root = join(import.meta.dirname, '..')
  const json = join(root, 'bench/results/store.json')
  const sizeOf = ({ rows }: Result): number => Math.round(Math.log2(rows))
  const others = beside ? (JSON.parse(readFileSync(json, 'utf8')) as Result[]) : []
  const kept = others.filter((other) => asked.every((one) => sizeOf(one) !== sizeOf(other)))
  const results = [...kept, ...asked].sort((a, b) => a.rows - b.rows)
  const last = results.reduce(
    (best, result) => (result.rows <= 1.1e7 && result.rows > best.rows ? result : best),
    results[0]!,
  )
  const bars = Object.entries(last.medianMs).map(([label, value]) => ({
    ...{ label, value },
    note: value <= GOAL_MS ? 'ms' : `ms, over ${GOAL_MS}`,
  }))
  writeFileSync(
    join(root, 'docs/img/store.svg'),
    barChart(`Answers over ${(last.rows / 1e6).toFixed(1)} million events`, bars),
  )
  publish('store', `![How long answers take](img/store.svg)\n\n\`\`\`\n${table(results, rounds)}\n\`\`\``)
  mkdirSync(dirname(json), { recursive: true })
  writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`)
}
