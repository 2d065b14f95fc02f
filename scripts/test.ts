// Everything that must pass: installs what tests need where it may, builds, checks, then real servers, faults, browsers and SDKs.
// Prints what failed, with its error, and `N passed, N failed` at the end. Exit code 0 only when all parts ran and passed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** Debian's package → a file that it brings. */
const PACKAGES: Record<string, string> = {
  chromium: '/usr/bin/chromium',
  'firefox-esr': '/usr/bin/firefox-esr',
  'webkit2gtk-driver': '/usr/bin/WebKitWebDriver',
  xvfb: '/usr/bin/Xvfb',
  iproute2: '/usr/bin/ss',
  iptables: '/usr/sbin/iptables',
  strace: '/usr/bin/strace',
  gcc: '/usr/bin/gcc',
  'libc6-dev': '/usr/include/stdio.h',
}

const PARTS: [name: string, command: string, args: string[]][] = [
  ['build', 'npm', ['run', '--silent', 'build']],
  ['check', 'npm', ['run', '--silent', 'check']],
  ['system', 'vitest', ['run', '--project', 'system']],
  ['faults', 'vitest', ['run', '--project', 'faults']],
  ['simulation', 'npm', ['run', '--silent', 'sim', '--', '--schedules', '10000', '--seed', '1']],
  ['dashboard', 'vitest', ['run', '--project', 'dashboard']],
  ['browsers', 'vitest', ['run', '--project', 'browsers']],
  ['SDKs', 'npm', ['run', '--silent', 'test:sdk']],
]

installPackages()
const results = mkdtempSync(join(tmpdir(), 'wayside-test-'))
let passed = 0
let failed = 0
const failures: string[] = []
for (const [name, command, args] of PARTS) {
  process.stdout.write(`\n== ${name}\n`)
  const report = join(results, `${name}.json`)
  const withReport =
    command === 'vitest' ? [...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : args
  const started = performance.now()
  const { status } = spawnSync(command, withReport, { cwd: root, stdio: 'inherit', env: process.env })
  const counts = existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as Report)
    : { numPassedTests: 0, numFailedTests: 0, testResults: [] }
  passed += counts.numPassedTests || (status === 0 ? 1 : 0)
  failed += counts.numFailedTests || (status === 0 ? 0 : 1)
  failures.push(...(status === 0 ? [] : [`FAILED: ${name}`, ...counts.testResults.flatMap(failuresOf)]))
  process.stdout.write(
    `== ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - started) / 1000).toFixed(0)} s\n`,
  )
}
rmSync(results, { recursive: true })
process.stdout.write(`\n${[...failures, `${passed} passed, ${failed} failed`].join('\n')}\n`)
process.exit(failed === 0 ? 0 : 1)

/** What is read of Vitest's JSON report. */
interface Report {
  numPassedTests: number
  numFailedTests: number
  testResults: FileResult[]
}

interface FileResult {
  name: string
  status: string
  message: string
  assertionResults: { fullName: string; status: string; failureMessages?: string[] }[]
}

/** A line for each test of a file that failed, with the first lines of its error; or the file's own error. */
function failuresOf({ name, status, message, assertionResults }: FileResult): string[] {
  const file = relative(root, name)
  const tests = assertionResults.filter((test) => test.status === 'failed')
  if (tests.length === 0) return status === 'failed' ? [`  ${file}: ${firstLines(message)}`] : []
  return tests.map(
    ({ fullName, failureMessages }) => `  ${file}: ${fullName}\n${firstLines(failureMessages?.join('\n'))}`,
  )
}

function firstLines(text = ''): string {
  return text.split('\n', 8).join('\n')
}

function installPackages(): void {
  const missing = Object.entries(PACKAGES).flatMap(([name, file]) => (existsSync(file) ? [] : [name]))
  if (missing.length === 0) return
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    process.stdout.write(
      `These Debian packages are missing; tests that need them will fail and say so: ${missing.join(' ')}\n` +
        `On Debian, as root: apt-get update && ${command}\nElsewhere, for browsers: npx playwright install chromium firefox webkit\n`,
    )
    return
  }
  process.stdout.write(`installing ${missing.join(' ')} …\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  })
}
