// A slice of the browser lab: in the first engine that is installed, Wayside keeps every click through an outage and holds no visitor up.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ENGINES, isInstalled } from '../../lab/drivers/index.ts'
import type { Cell } from '../../lab/run/index.ts'

const root = resolve(import.meta.dirname, '../..')
const engine = ENGINES.find(isInstalled)
const CLICKS = 4
let folder: string
let output: string
let cells: Cell[]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wayside-slice-'))
  const results = join(folder, 'cells.jsonl')
  const what = [
    '--engine',
    String(engine),
    '--technique',
    'keepalive,wayside,wayside-open',
    '--fault',
    'healthy,hang,refused,dns-fails,no-storage',
  ]
  const args = [...what, '--destination', 'cross-site', '--clicks', String(CLICKS), '--results', results]
  const { stdout, stderr } = spawnSync(process.execPath, ['lab/main.ts', ...args], { cwd: root, encoding: 'utf8' })
  output = stdout + stderr
  cells = readFileSync(results, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Cell)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Where no name is found, a page without the snippet has no tag to record with: it is opened during the outage, as all are. */
const hasTag = ({ fault, technique }: Cell): boolean => fault !== 'dns-fails' || technique !== 'wayside-open'
const ours = (): Cell[] => cells.filter((cell) => cell.technique.startsWith('wayside') && hasTag(cell))

test.runIf(engine)('every cell of the slice was measured', () => {
  expect(
    cells.map(({ fault, technique }) => `${fault} ${technique}`),
    output,
  ).toHaveLength(20)
  expect(cells.every(({ clicks }) => clicks === CLICKS)).toBe(true)
})

test.runIf(engine)('with Wayside, every link is reached and every click delivered in the end, outage or not', () => {
  for (const cell of ours())
    expect([cell.fault, cell.technique, cell.arrived, cell.inTheEnd]).toEqual([
      cell.fault,
      cell.technique,
      CLICKS,
      CLICKS,
    ])
})

test.runIf(engine)('with Wayside no visitor waits: a click is no later than an untracked one of the same round', () => {
  for (const { fault, technique, addedMs } of ours()) {
    const middle = addedMs!.toSorted((x, y) => x - y)[Math.floor(addedMs!.length / 2)]!
    // 10 ms on a machine with nothing else to do. Waiting for a datacenter would take seconds in a hang, and a request first some 300 ms.
    expect(middle, `${fault} ${technique}: ${addedMs}`).toBeLessThan(150)
  }
})

test.runIf(engine)('the faults are real: a plain keepalive request loses every click of a refused connection', () => {
  expect(cells.find(({ fault, technique }) => fault === 'refused' && technique === 'keepalive')?.inTheEnd).toBe(0)
})
