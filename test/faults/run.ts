// `npm run test:faults`: runs the faults project and prints what became of every acknowledged record under each fault.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Row } from './lib/oracle.ts'

const folder = mkdtempSync(join(tmpdir(), 'wayside-faults-'))
const file = join(folder, 'table')
const { status } = spawnSync('vitest', ['run', '--project', 'faults', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, WAYSIDE_FAULTS_TABLE: file },
})
const rows = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row)
  : []
rmSync(folder, { recursive: true })
const width = Math.max(5, ...rows.map(({ fault }) => fault.length)) + 2
const columns = ['acknowledged', 'found', 'lost', 'duplicated'] as const
process.stdout.write(`\n${'fault'.padEnd(width)}${columns.map((name) => name.padStart(14)).join('')}\n`)
for (const row of rows)
  process.stdout.write(`${row.fault.padEnd(width)}${columns.map((name) => String(row[name]).padStart(14)).join('')}\n`)
process.exit(status ?? 1)
