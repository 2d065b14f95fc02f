// `npm run demo:check`: the outage story without a window, as a table. Ends with 1 when a click is not counted exactly once, a
// visitor was stalled, something was thrown on the page, or the books don't balance.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CONDITIONS, type Condition } from './datacenter.ts'
import { startDemo } from './demo.ts'
import { freePorts } from './free.ts'
import { type Chapter, median, readBooks, tellStory } from './story.ts'
import { launchVisitor } from './visitor.ts'

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '10' },
    faults: { type: 'string', default: CONDITIONS.join(',') },
  },
})
const faults = values.faults.split(',') as Condition[]
const unknown = faults.find((fault) => !CONDITIONS.includes(fault))
if (unknown) throw new Error(`--faults ${unknown}: there are ${CONDITIONS.join(', ')}.`)

const NAMES: Record<Condition, string> = {
  up: 'none',
  down: 'killed, refused',
  hang: 'hangs',
  slow: 'answers after 3 s',
  error: 'answers 500',
  reset: 'connection reset',
}

const say = (what: string): void => void process.stderr.write(`${what} …\n`)
const data = mkdtempSync(join(tmpdir(), 'wayside-demo-check-'))
const demo = await startDemo({ data, ports: await freePorts(), say: (what) => say(`starting ${what}`) })
const browser = await launchVisitor()
try {
  say(`${browser.version}, ${faults.length * Number(values.pairs) * 2} clicks`)
  const chapters = await tellStory({ browser, settings: demo.settings, faults, pairs: Number(values.pairs), say })
  const { balanced } = await readBooks(demo.settings)
  process.stdout.write(table(chapters))
  const good = chapters.every(isGood)
  process.stdout.write(
    `\n${good ? 'Every click was counted exactly once, and no visitor was stalled.' : 'Some click was not counted exactly once, or a visitor was stalled.'} The books ${balanced ? '' : 'do not '}balance.\n`,
  )
  if (!good || !balanced) process.exitCode = 1
} finally {
  await browser.close()
  await demo.stop()
  rmSync(data, { recursive: true, force: true })
}
process.exit()

function isGood(chapter: Chapter): boolean {
  const { clicks, counted, reached, thrown } = chapter
  return counted === clicks && reached === 2 * clicks && thrown.length === 0
}

function table(chapters: Chapter[]): string {
  const head = [
    'fault of both',
    'clicks made',
    'links reached',
    'delay tracked',
    'untracked',
    'waiting',
    'delivered during',
    'after',
    'counted',
    'duplicates',
  ]
  const rows = chapters.map((chapter) => [
    NAMES[chapter.fault],
    String(chapter.clicks),
    `${chapter.reached} of ${2 * chapter.clicks}`,
    `${median(chapter.trackedMs).toFixed(0)} ms`,
    `${median(chapter.untrackedMs).toFixed(0)} ms`,
    String(chapter.waiting),
    String(chapter.during),
    String(chapter.after),
    String(chapter.counted),
    String(chapter.duplicates),
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)))
  const line = (row: string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ')
  const notes =
    'Clicks on tracked links; as many on untracked ones, in turn. Delay: median from the click to the next page’s request.'
  return `\n${[line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n')}\n${notes}\n`
}
