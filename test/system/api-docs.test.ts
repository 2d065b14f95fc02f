// The commands of docs/reference/api.md, run as they stand against a running node; what the page shows as an answer is in the answer.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Facts, fact } from './answers-kit.ts'

const page = readFileSync(new URL('../../docs/reference/api.md', import.meta.url), 'utf8')
const facts = new Facts('bookstore', 'other')
const folder = mkdtempSync(join(tmpdir(), 'wayside-docs-'))
let env: NodeJS.ProcessEnv
let close: () => Promise<void>

beforeAll(async () => {
  await facts.open()
  const at = '2026-11-02T10:00:00Z'
  const names = { item: 'emma', variant: 'similar-books', position: 1, visitor: 'v1' }
  await facts.tell('bookstore', [
    fact('impression', at, { ...names, listId: 'a' }),
    fact('impression', at, { ...names, listId: 'b' }),
    fact('view', at, { ...names, listId: 'a' }),
    fact('click', at, { ...names, listId: 'a' }),
    fact('conversion', '2026-11-02T11:00:00Z', { visitor: 'v1', value: '20.00', currency: 'EUR', order: '1000' }),
  ])
  const served = await facts.serve('read:bookstore', 'write:bookstore', 'admin:*')
  const [READ_KEY, WRITE_KEY, ADMIN_KEY] = served.keys
  env = { PATH: process.env.PATH, API: served.url, READ_KEY, WRITE_KEY, ADMIN_KEY }
  close = () => served.api.close()
})
afterAll(async () => {
  await close()
  await facts.close()
  rmSync(folder, { recursive: true })
})

const run = promisify(execFile)
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```(?:\n```json\n([\s\S]*?)```)?/g)].map(([, commands, answer]) => ({
  commands: commands!.trim().split('\n'),
  answer,
}))

/** What the page shows is part of the answer: of its rows, some. */
function expectShown(given: { rows?: object[] }, { rows, ...rest }: { rows?: object[] }, command: string): void {
  expect(given, command).toMatchObject(rest)
  for (const row of rows ?? []) expect(given.rows, command).toContainEqual(expect.objectContaining(row))
}

test.skipIf(!existsSync('/usr/bin/curl'))(
  'each command of the API reference works as written, and shows what the page shows',
  async () => {
    expect(blocks.length).toBeGreaterThan(7)
    for (const { commands, answer } of blocks)
      for (const command of commands) {
        const { stdout } = await run('sh', ['-c', command], { env, cwd: folder }).catch(
          (error: Error & { stdout?: string }) => {
            throw new Error(`${command}\n${error.message}\n${error.stdout}`)
          },
        )
        if (answer !== undefined) expectShown(JSON.parse(stdout), JSON.parse(answer), command)
      }
    expect(readFileSync(join(folder, 'report.csv'), 'utf8')).toContain('emma,2,1,1,')
  },
)

test('every described route is named on the page, and every route on the page is described', async () => {
  const { paths } = (await (await fetch(`${env.API}/api/v1/openapi.json`)).json()) as { paths: object }
  for (const path of Object.keys(paths)) {
    if (path === '/api/v1/experiment' || path === '/api/v1/experiments') continue
    expect(page, path).toContain(path.replace(/\{id\}.*/, '').replace(/\/$/, ''))
  }
})
