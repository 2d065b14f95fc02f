// Wayside's own tag, as it was built: the install stub where there is one, the script tag otherwise.
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Technique } from './technique.ts'

const BUILT = resolve(import.meta.dirname, '../../dist/tag')

/** The script element of the built tag, two datacenters in it. */
export const wayside: Technique = {
  name: 'wayside',
  title: 'Wayside',
  needsTagServer: true,
  keeps: true,
  armed: 'window.wayside?.v',
  head: ({ tag, first, second }) =>
    `<script async src="${tag}/wayside.js" crossorigin data-endpoints="${first} ${second}"></script>`,
}

/** The files for the tag server, by path. Throws when the tag hasn't been built. */
export function builtTag(): Map<string, string> {
  const path = join(BUILT, 'wayside.js')
  if (!existsSync(path)) throw new Error('The tag is not built yet: run `npm run build`.')
  return new Map([['/wayside.js', readFileSync(path, 'utf8')]])
}
