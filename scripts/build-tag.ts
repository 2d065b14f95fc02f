// Builds what pages load, into `dist/tag/` (or `--out FOLDER`): the script tag, its inline stub, its legacy twin, the same as a module, and integrity hashes.
// esbuild bundles, terser shortens once more (5 %: it inlines what is called once). Property names that begin with `_` are ours and go.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { type BuildOptions, build } from 'esbuild'
import { minify } from 'terser'

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
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, file), short.code!)
  return short.code!
}

const script = await bundle('src/tag/script.ts', 'wayside.js', 'iife')
const stub = await bundle('src/tag/stub.ts', 'stub.js', 'iife')
const legacy = await bundle('src/tag/legacy.ts', 'wayside.legacy.js', 'iife', true)
await bundle('src/tag/index.ts', 'index.js', 'esm')

/** What `integrity` attributes say. */
const integrity = (text: string): string => `sha384-${createHash('sha384').update(text).digest('base64')}`

mkdirSync(join(out, version), { recursive: true })
for (const [file, text] of Object.entries({ 'wayside.js': script, 'stub.js': stub, 'wayside.legacy.js': legacy })) {
  writeFileSync(join(out, `${file}.sri`), `${integrity(text)}\n`)
  for (const name of [file, `${file}.sri`]) copyFileSync(join(out, name), join(out, version, name))
}

/** What a site pastes into its pages, with two datacenters of ordinary length. Its size counts with them in it. */
const snippet = `<script data-endpoints="https://a.clicks.example https://b.clicks.example" data-integrity="${integrity(script)}">${stub}</script>\n`
writeFileSync(join(out, 'snippet.html'), snippet)

const size = (text: string): string => `${brotliCompressSync(text).length} bytes brotli`
process.stderr.write(`wayside.js ${size(script)}, snippet ${size(snippet)} … `)
