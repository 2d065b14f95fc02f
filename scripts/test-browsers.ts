// Runs the tag's claims in each browser engine, one after the other, and says for each `N passed, N failed`. `--engine NAME` runs one.
// Ends with 1 when anything failed, and with 2 when no engine is installed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ENGINES, isInstalled } from '../lab/drivers/index.ts'

const root = resolve(import.meta.dirname, '..')
const wanted = process.argv.includes('--engine') ? process.argv[process.argv.indexOf('--engine') + 1] : undefined
const folder = mkdtempSync(join(tmpdir(), 'wayside-browsers-'))
const lines: string[] = []
let failures = 0

spawnSync('node', ['scripts/build-tag.ts'], { cwd: root, stdio: 'inherit' })
for (const engine of ENGINES.filter((name) => !wanted || name === wanted)) {
  if (!isInstalled(engine)) {
    lines.push(`${engine}: not installed, not tested`)
    continue
  }
  const report = join(folder, `${engine}.json`)
  const file = `test/browsers/${engine}.test.ts`
  const args = ['run', '--project', 'browsers', file, '--reporter=default', '--reporter=json', `--outputFile=${report}`]
  const { status } = spawnSync('vitest', args, { cwd: root, stdio: 'inherit' })
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    lines.push(`${engine}: ${numPassedTests} passed, ${numFailedTests} failed`)
  } catch {
    lines.push(`${engine}: did not run`)
  }
  failures += status === 0 ? 0 : 1
}
rmSync(folder, { recursive: true, force: true })
console.log(`\n${lines.join('\n')}`)
process.exit(failures > 0 ? 1 : lines.every((line) => line.endsWith('not tested')) ? 2 : 0)
