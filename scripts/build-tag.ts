// Builds what pages load, into `dist/tag/`: the script tag, the same as a module, and their integrity hashes.
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '..')
const out = join(root, 'dist/tag')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const shared = {
  bundle: true,
  minify: true,
  mangleProps: /^_/,
  target: 'es2020',
  platform: 'browser',
  // The event folder's door also leads to signing, which stays outside: the check below fails the build if it ever came along.
  external: ['node:*'],
  charset: 'utf8',
  legalComments: 'none',
  define: { VERSION: JSON.stringify(version) },
  absWorkingDir: root,
} as const

await build({ ...shared, entryPoints: ['src/tag/script.ts'], outfile: join(out, 'wayside.js'), format: 'iife' })
await build({ ...shared, entryPoints: ['src/tag/index.ts'], outfile: join(out, 'index.js'), format: 'esm' })

for (const name of ['wayside.js', 'index.js']) {
  if (/node:|require\(/.test(readFileSync(join(out, name), 'utf8'))) throw new Error(`${name} would need Node`)
}

mkdirSync(join(out, version), { recursive: true })
for (const name of ['wayside.js']) {
  const hash = createHash('sha384')
    .update(readFileSync(join(out, name)))
    .digest('base64')
  writeFileSync(join(out, `${name}.sri`), `sha384-${hash}\n`)
  for (const file of [name, `${name}.sri`]) cpSync(join(out, file), join(out, version, file))
}
