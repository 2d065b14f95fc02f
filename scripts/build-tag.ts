// Builds what pages load, into `dist/tag/` (or `--out FOLDER`): the script tag, its inline stub, its legacy twin, the same as a module, and integrity hashes.
// esbuild bundles, terser shortens once more (5 %: it inlines what is called once). Property names that begin with `_` are ours and go.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { type BuildOptions, build } from 'esbuild'
import { minify } from 'terser'

/** Names tried for the stub: about two seconds. */
const NAMINGS = 600

const root = resolve(import.meta.dirname, '..')
const at = process.argv.indexOf('--out')
const out = at < 0 ? join(root, 'dist/tag') : resolve(process.argv[at + 1]!)
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** Bundle one entry to one file. @throws when it would need Node: the event folder's door also leads to signing, which must stay outside. */
async function bundle(entry: string, file: string, format: 'iife' | 'esm', es5 = false): Promise<string> {
  const options: BuildOptions & { write: false } = {
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    write: false,
    minify: true,
    format,
    target: 'es2021',
    ...(es5 && { supported: { arrow: false, 'template-literal': false, 'optional-catch-binding': false } }),
    platform: 'browser',
    charset: 'utf8',
    mangleProps: /^_/,
    external: ['node:*'],
    define: { VERSION: JSON.stringify(version) },
  }
  const text = (await build(options)).outputFiles[0]!.text
  if (/node:|require\(/.test(text)) throw new Error(`${file} would need Node`)
  const short = await minify(text, {
    ecma: es5 ? 5 : 2020,
    // Not of a script: terser would unwrap the function around it, and every name in it would be the page's.
    module: format === 'esm',
    compress: {
      passes: 4,
      unsafe_arrows: !es5,
      booleans_as_integers: true,
      pure_getters: true,
      keep_fargs: false,
      hoist_funs: true,
      inline: 1,
    },
  })
  if (es5 && /=>|`|catch\{|\b(let|const|class)\b/.test(short.code!)) throw new Error(`${file} is not ES5`)
  return es5 || format === 'esm' ? short.code! : inBlock(short.code!)
}

/** A block keeps names from the page as well as a function does, and is shorter, if they are all `let`. @throws if they are not. */
function inBlock(code: string): string {
  const inner = /^("use strict";)?\(\(\)=>\{var (.*)\}\)\(\);$/s.exec(code)
  if (!inner || /\b(var|function|class)\b/.test(inner[2]!)) throw new Error('names would be the page’s')
  return `${inner[1] ?? ''}{let ${inner[2]}}`
}

/** The same code under the names that compress best among some: which letters stand where moves a small text's size by several per cent. */
async function bestNamed(code: string, sizeOf: (code: string) => number): Promise<string> {
  let best = { code, size: sizeOf(code) }
  // Thrice from the start: a good order has few neighbours that are better.
  for (let seed of [1, 2, 3]) {
    const below = (bound: number): number => {
      // An ordinary linear congruence (Knuth), so that each build finds the same.
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return Math.floor((seed / 2 ** 31) * bound)
    }
    let near = { order: [...'etnrioascldupmfyhgwvbSTkxPCOELNIMRDAFBHJKGUVWXYQqjz_$'], size: Number.POSITIVE_INFINITY }
    for (let at = 0; at < NAMINGS / 3; at++) {
      const order = [...near.order]
      for (let swaps = below(6) + 1; swaps > 0; swaps--) {
        const [one, other] = [below(20), below(order.length)]
        ;[order[one], order[other]] = [order[other]!, order[one]!]
      }
      const get = (nth: number): string =>
        nth < order.length ? order[nth]! : `${order[nth % order.length]}${Math.floor(nth / order.length)}`
      const named = (await minify(code, { compress: false, mangle: { nth_identifier: { get } } })).code!
      const size = sizeOf(named)
      if (size < near.size) near = { order, size }
      if (size < best.size) best = { code: named, size }
    }
  }
  return best.code
}

/** What a site pastes into its pages, with two datacenters of ordinary length. Its size counts with them in it. */
const snippetOf = (stub: string, hash: string): string =>
  `<script data-endpoints="https://a.clicks.example https://b.clicks.example" data-integrity="${hash}">${stub}</script>\n`
/** What `integrity` attributes and policies say. 256 bits are beyond any search for a second file; 384 would cost each page 15 bytes more. */
const integrity = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`
const sizeOf = (text: string): number => brotliCompressSync(text).length

const script = await bundle('src/tag/script.ts', 'wayside.js', 'iife')
// What the stub does is the same without strictness.
const plainStub = (await bundle('src/tag/stub.ts', 'stub.js', 'iife')).replace('"use strict";', '')
const hash = integrity(script)
const stub = await bestNamed(plainStub, (code) => sizeOf(snippetOf(code, hash)))
const legacy = await bundle('src/tag/legacy.ts', 'wayside.legacy.js', 'iife', true)

mkdirSync(join(out, version), { recursive: true })
for (const [file, text] of Object.entries({ 'wayside.js': script, 'stub.js': stub, 'wayside.legacy.js': legacy })) {
  writeFileSync(join(out, file), text)
  writeFileSync(join(out, `${file}.sri`), `${integrity(text)}\n`)
  for (const name of [file, `${file}.sri`]) copyFileSync(join(out, name), join(out, version, name))
}
writeFileSync(join(out, 'index.js'), await bundle('src/tag/index.ts', 'index.js', 'esm'))
const snippet = snippetOf(stub, hash)
writeFileSync(join(out, 'snippet.html'), snippet)
process.stderr.write(`wayside.js ${sizeOf(script)}, snippet ${sizeOf(snippet)} bytes brotli … `)
