// Builds what pages load, into `dist/tag/` (or `--out FOLDER`): the script tag, its inline stub, its legacy twin, the same as a module, and integrity hashes.
// esbuild bundles, terser shortens once more (5 %: it inlines what is called once). Property names that begin with `_` are ours and go.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { type BuildOptions, build } from 'esbuild'
import { minify } from 'terser'
import { type Choice, readScript } from './choices.ts'
import { searchChoice } from './search-choices.ts'

/** How many choices to weigh for each text; about 170 a second. */
const tries = process.argv.includes('--tries') ? Number(process.argv[process.argv.indexOf('--tries') + 1]) : 0

const root = resolve(import.meta.dirname, '..')
const at = process.argv.indexOf('--out')
const out = at < 0 ? join(root, 'dist/tag') : resolve(process.argv[at + 1]!)
const choicesFile = join(import.meta.dirname, 'tag-names.json')
const choices: Record<string, Choice> = JSON.parse(readFileSync(choicesFile, 'utf8'))
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

/**
 * A block keeps names from the page as well as a function does, and is shorter, if they are all `let`. What tag and stub do is the same without
 * strictness. @throws if names are not.
 */
function inBlock(code: string): string {
  const inner = /^(?:"use strict";)?\(\(\)=>\{var (.*)\}\)\(\);$/s.exec(code)?.[1]
  if (!inner || /\b(var|function|class)\b/.test(inner)) throw new Error('names would be the page’s')
  return `{let ${inner}}`
}

/**
 * The same code under the names and in the order that compress best, as found by `npm run tag:names` and kept in `tag-names.json`: which letters
 * stand where moves a small text's size by several per cent. Once the code has changed they fit no more, or less well: search again.
 */
function bestNamed(file: string, code: string, sizeOf: (code: string) => number): string {
  const script = readScript(code)
  const kept: Choice | undefined = choices[file]
  let best = script.given
  if (kept && script.allows(kept) && sizeOf(script.write(kept)) < sizeOf(code)) best = kept
  if (tries) choices[file] = best = searchChoice(script, best, (text) => sizeOf(text), tries)
  return script.write(best)
}

/** What a site pastes into its pages, with two datacenters of ordinary length. Its size counts with them in it. */
const snippetOf = (stub: string, hash: string): string =>
  `<script data-endpoints="https://a.clicks.example https://b.clicks.example" data-integrity="${hash}">${stub}</script>\n`
/** What `integrity` attributes and policies say. 256 bits are beyond any search for a second file; 384 would cost each page 15 bytes more. */
const integrity = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`
const sizeOf = (text: string): number => brotliCompressSync(text).length

const script = bestNamed('wayside.js', await bundle('src/tag/script.ts', 'wayside.js', 'iife'), sizeOf)
const hash = integrity(script)
const stub = bestNamed('stub.js', await bundle('src/tag/stub.ts', 'stub.js', 'iife'), (code) =>
  sizeOf(snippetOf(code, hash)),
)
const legacy = await bundle('src/tag/legacy.ts', 'wayside.legacy.js', 'iife', true)

if (tries) writeFileSync(choicesFile, `${JSON.stringify(choices)}\n`)
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
