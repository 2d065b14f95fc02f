// Builds what `dist/` needs, in order, saying what it does: types and modules, SQL files beside them, the tag.
// `--tag-only` builds the tag alone, for the size check.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

const root = resolve(import.meta.dirname, '..')

const steps: [name: string, run: () => void][] = [
  ['modules and types', () => run('tsc', ['-b'])],
  ['SQL files', () => copySql()],
  ['the dashboard', () => buildDashboard()],
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

/** Built by Vite; each file also in its short form, made once here and not for each visitor. */
function buildDashboard(): void {
  run('vite', ['build', '--config', 'src/dashboard/vite.config.ts'])
  const folder = join(root, 'dist/dashboard')
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(html|js|css|svg)$/.test(name)) continue
    const bytes = readFileSync(join(folder, name))
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes))
  }
}
