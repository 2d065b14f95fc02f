// Wayside's own tag, as it was built and as its guide says to install it.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Technique } from './technique.ts'

const ROOT = resolve(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../..' : '../../..')
const BUILT = join(ROOT, 'dist/tag')

const read = new Map<string, string>()

/** Read once: the snippet carries the script's hash, and a build in between would part them. */
function built(name: string): string {
  const path = join(BUILT, name)
  if (!existsSync(path)) throw new Error(`${name} of the tag is not built yet: run \`npm run build\`.`)
  const text = read.get(name) ?? readFileSync(path, 'utf8')
  read.set(name, text)
  return text
}

const endpoints = (first: string, second: string): string => `data-endpoints="${first} ${second}"`

export const wayside: Technique[] = [
  {
    name: 'wayside',
    title: 'Wayside (install snippet)',
    keeps: true,
    needsTagServer: true,
    armed: 'window.wayside?.v',
    head: ({ first, second }) => built('snippet.html').replace(/data-endpoints="[^"]*"/, endpoints(first, second)),
  },
  {
    name: 'wayside-open',
    title: 'Wayside (tag already there)',
    keeps: true,
    armed: 'window.wayside?.v',
    head: ({ tag, first, second }) =>
      `<script async crossorigin src="${tag}/wayside.js" ${endpoints(first, second)}></script>`,
  },
]

/** A short hash of the tag a technique of ours would be measured with (the snippet names the script's hash); undefined for all others, and while none is built. */
export function tagMark(technique: string): string | undefined {
  if (!wayside.some(({ name }) => name === technique) || !existsSync(join(BUILT, 'snippet.html'))) return undefined
  return createHash('sha256').update(built('snippet.html')).digest('hex').slice(0, 12)
}

/** The files that tag servers and datacenters serve, by path. Throws when the tag hasn't been built. */
export function builtTag(): Map<string, string> {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  const script = built('wayside.js')
  built('snippet.html')
  return new Map([
    ['/wayside.js', script],
    [`/tag/${version}/wayside.js`, script],
  ])
}
