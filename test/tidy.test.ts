// The house rules, as tests: who may import whom, what only `platform/` may touch, no dead file, no file too long.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** The import table of `docs/architecture.md`. A name with a slash allows that one file only. */
const MAY_IMPORT: Record<string, string[]> = {
  event: [],
  platform: [],
  tag: ['event'],
  log: ['platform'],
  collector: ['log', 'platform', 'event'],
  store: ['event', 'platform'],
  loader: ['event', 'log', 'store', 'platform'],
  report: ['event', 'store'],
  api: ['event', 'report', 'platform'],
  dashboard: ['event', 'api'],
  sdk: ['event'],
  cli: ['event', 'platform', 'log', 'collector', 'store', 'loader', 'report', 'api', 'sdk'],
}

/** Files over 150 lines, each at its size when it was listed. The list may only shrink. */
const LONG_FILES: Record<string, number> = {}
const LINES_MAX = 150

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !/(^|\/)(dist|node_modules)\//.test(path))
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!)
}

const sources = filesUnder('src').filter((path) => !path.endsWith('.test.ts'))
const folderOf = (path: string): string => path.split('/')[1]!

test('every source file lies in a folder of the import table', () => {
  expect(sources.filter((path) => !(folderOf(path) in MAY_IMPORT))).toEqual([])
})

test('a folder imports only the folders that the table allows, and only by their door', () => {
  const faults: string[] = []
  for (const path of sources) {
    for (const name of importsOf(path).filter((name) => name.startsWith('.'))) {
      const target = relative(root, resolve(root, dirname(path), name))
      const [from, to] = [folderOf(path), folderOf(target)]
      if (from === to) continue
      if (!MAY_IMPORT[from]?.includes(to)) faults.push(`${path} imports ${target}`)
      else if (target !== `src/${to}/index.ts`)
        faults.push(`${path} imports ${target}, not the door src/${to}/index.ts`)
    }
  }
  expect(faults).toEqual([])
})

test('the dashboard takes nothing but types from the API: what it draws, it asks for over HTTP', () => {
  const values = sources
    .filter((path) => folderOf(path) === 'dashboard')
    .filter((path) => /^import (?!type)[^\n]*'(\.\.\/)+api\/index\.ts'/m.test(readFileSync(join(root, path), 'utf8')))
  expect(values).toEqual([])
})

test('every folder has one door that opens with what it promises and where things come from and go to', () => {
  for (const folder of new Set(sources.map(folderOf))) {
    const lines = readFileSync(join(root, 'src', folder, 'index.ts'), 'utf8').split('\n')
    expect(lines[0], folder).toMatch(/^\/\/ \S/)
    expect(lines.slice(0, 4).join('\n'), folder).toMatch(/Comes from: .+ Goes to: /s)
  }
})

test('only platform/ touches the clock, chance and the disk; the page has its own clock in one file', () => {
  const banned: [RegExp, string, (path: string) => boolean][] = [
    [
      /\bDate\.now\b|\bnew Date\(\)/,
      'the clock: use platform/clock.ts',
      (p) => p === 'src/tag/now.ts' || p === 'src/sdk/now.ts' || folderOf(p) === 'dashboard',
    ],
    [/\bMath\.random\b/, 'chance: use platform/random.ts', () => false],
    // A recommender embeds the SDK, which may import event only: its outbox reaches the disk through one file of its own.
    [/['"](node:)?fs(\/promises)?['"]/, 'the disk: use platform/files.ts', (p) => p === 'src/sdk/disk.ts'],
  ]
  const faults: string[] = []
  for (const path of sources.filter((path) => folderOf(path) !== 'platform')) {
    const code = readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    for (const [pattern, what, allowed] of banned)
      if (pattern.test(code) && !allowed(path)) faults.push(`${path} touches ${what}`)
  }
  expect(faults).toEqual([])
})

test('no file is dead: each is a door, an entry, or imported by another', () => {
  const reached = new Set(
    sources.flatMap((path) => importsOf(path).map((name) => relative(root, resolve(root, dirname(path), name)))),
  )
  const entries = ['scripts/build.ts', 'scripts/build-tag.ts', 'package.json']
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n')
  const dead = sources.filter((path) => {
    if (reached.has(path) || path.endsWith('/index.ts')) return false
    const built = path.replace(/^src/, 'dist').replace(/\.tsx?$/, '.js')
    const started = sources.some((other) =>
      readFileSync(join(root, other), 'utf8').includes(`new URL('./${path.split('/').at(-1)}'`),
    )
    return !entries.includes(path) && !entries.includes(built) && !started
  })
  expect(dead).toEqual([])
})

test('a file stays under 150 lines, and the list of exceptions only shrinks', () => {
  const long = sources
    .map((path) => [path, readFileSync(join(root, path), 'utf8').split('\n').length - 1] as const)
    .filter(([path, lines]) => lines > (LONG_FILES[path] ?? LINES_MAX))
  expect(long).toEqual([])
  const stale = Object.entries(LONG_FILES).filter(([path]) => !sources.includes(path))
  expect(stale, 'listed, but gone or short').toEqual([])
})

test('main carries no TODO and no commented-out code markers', () => {
  const faults = [...sources, ...filesUnder('lab')].filter((path) =>
    /\b(TODO|FIXME|XXX)\b/.test(readFileSync(join(root, path), 'utf8')),
  )
  expect(faults).toEqual([])
})
