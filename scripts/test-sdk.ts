// Tests the SDKs of every language and prints a line for each. A language that is not installed here says so; in CI that fails.
// `npm run test:sdk` for all; `node scripts/test-sdk.ts go` for one.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

interface Outcome {
  passed: number
  failed: number
  skipped: number
  output: string
}

const root = resolve(import.meta.dirname, '..')
const languages: Record<string, { version: string[]; test: () => Outcome }> = {
  node: { version: ['node', '--version'], test: testNode },
  python: { version: ['python3', '-c', 'import sys; assert sys.version_info >= (3, 9)'], test: testPython },
  go: { version: ['go', 'version'], test: testGo },
}

const asked = process.argv.slice(2)
const total = { passed: 0, failed: 0 }
for (const [name, { version, test }] of Object.entries(languages)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  if (run(version).status !== 0) {
    const needed = process.env.CI ? ', and CI must run it' : ''
    process.stdout.write(`${name}: not installed here, not tested${needed}\n`)
    if (process.env.CI) total.failed++
    continue
  }
  const { passed, failed, skipped, output } = test()
  if (failed > 0) process.stdout.write(`${output}\n`)
  process.stdout.write(`${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
  total.passed += passed
  total.failed += failed
}
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

function testNode(): Outcome {
  const { status, output } = run(['vitest', 'run', '--project', 'unit', 'src/sdk', 'test/sdk'])
  const line = /^ *Tests .*$/m.exec(output)?.[0] ?? ''
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0)
  return {
    passed: count('passed'),
    failed: count('failed') || (status === 0 ? 0 : 1),
    skipped: count('skipped'),
    output,
  }
}

function testPython(): Outcome {
  const { status, output } = run(
    ['python3', '-W', 'error::ResourceWarning', '-m', 'unittest', 'discover', '-s', 'tests'],
    'sdk/python',
  )
  const count = (pattern: RegExp): number => Number(pattern.exec(output)?.[1] ?? 0)
  const skipped = count(/skipped=(\d+)/)
  const failed = count(/failures=(\d+)/) + count(/errors=(\d+)/) || (status === 0 ? 0 : 1)
  return { passed: count(/^Ran (\d+) tests?/m) - failed - skipped, failed, skipped, output }
}

function testGo(): Outcome {
  const vet = run(['go', 'vet', './...'], 'sdk/go')
  const format = run(['gofmt', '-l', '.'], 'sdk/go')
  const { status, stdout, output } = run(['go', 'test', '-count=1', '-json', './...'], 'sdk/go')
  const ends = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { Action: string; Test?: string })
    .filter(({ Test }) => Test)
  const count = (action: string): number => ends.filter(({ Action }) => Action === action).length
  const untidy = (vet.status === 0 ? 0 : 1) + (format.status === 0 && format.stdout === '' ? 0 : 1)
  const failed = (count('fail') || (status === 0 ? 0 : 1)) + untidy
  return { passed: count('pass'), failed, skipped: count('skip'), output: `${vet.output}${format.output}${output}` }
}

function run([command, ...args]: string[], folder = '.'): { status: number | null; stdout: string; output: string } {
  const result = spawnSync(command!, args, {
    cwd: resolve(root, folder),
    encoding: 'utf8',
    maxBuffer: 100_000_000,
    // No toolchain is fetched behind the tester's back, and no caches are left in the tree.
    env: { ...process.env, GOTOOLCHAIN: 'local', NO_COLOR: '1', PYTHONDONTWRITEBYTECODE: '1' },
  })
  const [stdout, stderr] = [result.stdout ?? '', result.stderr ?? '']
  return { status: result.status, stdout, output: `${stdout}${stderr}` }
}
