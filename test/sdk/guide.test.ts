// The guide's code blocks do what the guide says: run as they stand there, against a service that checks what it is sent.
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { transformSync } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Event, readBatch } from '../../src/event/index.ts'
import { createVerifier } from '../../src/sdk/index.ts'

const root = resolve(import.meta.dirname, '../..')
const guide = readFileSync(join(root, 'docs/guides/recommender.md'), 'utf8')
const key = { kid: 'k1', site: 'bookstore', secret: Buffer.alloc(32, 9).toString('base64url') }
const run = promisify(execFile)
// Under node_modules, so that the blocks find the packages that they name.
const cache = join(root, 'node_modules/.cache')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'wayside-guide-'))
const events: Event[] = []
const keys = new Set<string | undefined>()
let url = ''

const service = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const read = readBatch(Buffer.concat(chunks))
  keys.add(request.headers.authorization)
  if (read.ok) events.push(...read.events.map(({ event }) => event))
  response.end(JSON.stringify({ accepted: read.ok ? read.events.length : 0, rejected: read.ok ? read.rejected : [{}] }))
})
beforeAll(async () => {
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
})
afterAll(async () => {
  service.closeAllConnections()
  await new Promise((done) => service.close(done))
  rmSync(folder, { recursive: true })
})

/** The block that the guide names so. */
function block(name: string): string {
  const found = new RegExp(`\`\`\`\\w+ ${name.replace('.', '\\.')}\\n(.*?)\`\`\``, 's').exec(guide)
  if (!found) throw new Error(`The guide has no block ${name}`)
  return found[1]!
}
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  WAYSIDE_KID: key.kid,
  WAYSIDE_SECRET: key.secret,
  WAYSIDE_WRITE_KEY: 'write-key',
  WAYSIDE_URLS: url,
  WAYSIDE_FOLDER: mkdtempSync(join(tmpdir(), 'wayside-guide-')),
  PYTHONPATH: join(root, 'sdk/python'),
  PYTHONDONTWRITEBYTECODE: '1',
})

async function expectStory(command: string, args: string[]): Promise<void> {
  events.length = 0
  const env = environment()
  const { stdout } = await run(command, args, { env, cwd: folder })
  rmSync(env.WAYSIDE_FOLDER!, { recursive: true })
  const { token, list, items } = JSON.parse(stdout) as { token: string; list: string; items: string[] }
  const payload = { s: 'bookstore', l: list, p: 'product-page', v: 'either-first', i: items }
  expect(createVerifier({ keys: [key] }).verify(token)).toMatchObject({ verdict: 'good', payload })
  const served = { type: 'served', listId: list, placement: 'product-page', variant: 'either-first', propensity: 0.5 }
  expect(events).toMatchObject([
    { ...served, item: items[0], position: 1 },
    { ...served, item: items[1], position: 2 },
    { type: 'conversion', listId: list, order: 'o-1001', item: 'emma', value: '24.90', currency: 'EUR' },
  ])
}

test("Node's recommender signs, tells what it served and what was bought", async () => {
  const sdk = pathToFileURL(join(root, 'src/sdk/index.ts')).href
  const story =
    'const made = recommend(); bought("o-1001", made.list); await shutDown(); console.log(JSON.stringify(made))'
  writeFileSync(join(folder, 'recommender.mjs'), `${block('recommender.js').replace('wayside/node', sdk)}\n${story}\n`)
  await expectStory('node', ['recommender.mjs'])
})

const hasPython = spawnSync('python3', ['-c', 'import sys; assert sys.version_info >= (3, 9)']).status === 0
test.skipIf(!hasPython && !process.env.CI)("Python's does the same", async () => {
  const story =
    'import json\nmade = recommend()\nbought("o-1001", made["list"])\nshut_down()\nprint(json.dumps(made))\n'
  writeFileSync(join(folder, 'recommender.py'), `${block('recommender.py')}\n${story}`)
  await expectStory('python3', ['recommender.py'])
})

test("Go's is the example that `npm run test:sdk` runs", () => {
  expect(readFileSync(join(root, 'sdk/go/example_test.go'), 'utf8')).toContain(block('recommender.go'))
})

test('the request without an SDK is taken', async () => {
  events.length = 0
  await run('sh', ['-c', block('served.sh')], { env: environment() })
  expect(events).toMatchObject([{ type: 'served', listId: 'list-1', item: 'emma', propensity: 0.5 }])
  expect([...keys]).toEqual(['Bearer write-key'])
})

const books = [
  { id: 'emma', href: '/book/emma?a=1&b=2', title: 'Emma' },
  { id: 'north"south', href: '/book/north-and-south', title: '<North> & South' },
]
const TOKEN = 'v1.k1.eyJ-_.mac'
const importText = async (name: string, code: string): Promise<Record<string, unknown>> => {
  writeFileSync(join(folder, name), code)
  return (await import(pathToFileURL(join(folder, name)).href)) as Record<string, unknown>
}
/** Renderers escape alike in meaning, not in letters; Vue marks its loops. */
const plain = (html: string): string =>
  html
    .replace(/<!--.*?-->/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(
      /&(amp|lt|gt|quot);/g,
      (_, name: 'amp' | 'lt' | 'gt' | 'quot') => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name],
    )
const expected =
  `<section data-wayside="${TOKEN}"><a data-item="emma" href="/book/emma?a=1&b=2">Emma</a>` +
  '<a data-item="north"south" href="/book/north-and-south"><North> & South</a></section>'

test('the list in plain HTML shows the token, the items and the links as they are', async () => {
  const { listHtml } = await importText('list-html.mjs', block('list-html.js'))
  const html = (listHtml as (token: string, list: typeof books) => string)(TOKEN, books)
  expect(html).not.toContain('<North>')
  expect(plain(html)).toBe(expected)
})

test('the list in React does', async () => {
  const { code } = transformSync(block('Recommendations.jsx'), { loader: 'jsx', jsx: 'automatic' })
  const { Recommendations } = await importText('recommendations-react.mjs', code)
  // @ts-expect-error React ships no types, and these two calls need none.
  const { createElement } = await import('react')
  // @ts-expect-error As above.
  const { renderToString } = await import('react-dom/server')
  const html: string = renderToString(createElement(Recommendations, { token: TOKEN, books }))
  expect(html).not.toContain('<North>')
  expect(plain(html)).toBe(expected)
})

test('the list in Vue does', async () => {
  const { compileScript, parse } = await import('vue/compiler-sfc')
  const { descriptor } = parse(block('Recommendations.vue'))
  const options = { id: 'list', inlineTemplate: true, templateOptions: { ssr: true, ssrCssVars: [] } }
  const { default: component } = await importText('recommendations-vue.mjs', compileScript(descriptor, options).content)
  const { createSSRApp } = await import('vue')
  const { renderToString } = await import('vue/server-renderer')
  const html = await renderToString(createSSRApp(component as object, { token: TOKEN, books }))
  expect(html).not.toContain('<North>')
  expect(plain(html)).toBe(expected)
})
