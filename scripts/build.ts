// Builds what `dist/` needs, in order, saying what it does: types and modules, SQL files beside them, the tag.
// `--tag-only` builds the tag alone, for the size check.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

const steps: [name: string, run: () => void][] = [
  ['modules and types', () => run('tsc', ['-b'])],
  ['SQL files', () => copySql()],
  ['the live page', () => buildPage()],
  ['the tag', () => run('node', ['scripts/build-tag.ts'])],
]

for (const [name, step] of process.argv.includes('--tag-only') ? steps.slice(-1) : steps) {
  const started = performance.now()
  process.stderr.write(`building ${name} … `)
  step()
  process.stderr.write(`${((performance.now() - started) / 1000).toFixed(1)} s\n`)
}

function run(command: string, args: string[]): void {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) {
    process.stderr.write(`\n${command} ${args.join(' ')} failed\n`)
    process.exit(status ?? 1)
  }
}

function copySql(): void {
  for (const folder of ['migrations', 'sql', 'chdb', 'clickhouse']) {
    const from = join(root, 'src/store', folder)
    if (!existsSync(from)) continue
    cpSync(from, join(root, 'dist/store', folder), {
      recursive: true,
      filter: (path) => !/\.[a-z]+$/.test(path) || path.endsWith('.sql'),
    })
  }
}

function buildPage(): void {
  run('esbuild', [
    'src/dashboard/index.ts',
    '--bundle',
    '--minify',
    '--format=esm',
    '--outfile=dist/dashboard/live.js',
    '--log-level=warning',
  ])
  cpSync(join(root, 'src/dashboard/index.html'), join(root, 'dist/dashboard/index.html'))
}
