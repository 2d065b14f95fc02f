// Commands on a data folder whose backend runs: it does them, and goes on loading and answering meanwhile.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { eventually, type Running, startWayside, temporaryFolder, wayside } from '../wayside.ts'

type Done = ReturnType<typeof wayside>
const main = resolve(import.meta.dirname, '../../src/cli/main.ts')
const DAYS = 3
/** Some twenty commands, each with its own start, on a machine that may be busy, milliseconds. */
const COMMANDS_MS = 480_000

/** History of a shop: an impression an hour, and of every tenth a click; `visitor` on each. */
function history(path: string): void {
  const lines: string[] = []
  for (let hour = 0; hour < 24 * DAYS; hour++) {
    const occurredAt = new Date(Date.UTC(2026, 7, 1, hour)).toISOString()
    const what = { occurredAt, item: 'emma', listId: `l${hour}`, position: 1, visitor: `v${hour % 4}` }
    lines.push(JSON.stringify({ type: 'impression', ...what }))
    if (hour % 10 === 0) lines.push(JSON.stringify({ type: 'click', ...what }))
  }
  writeFileSync(path, lines.join('\n'))
}

async function runningNode(data: string): Promise<{ node: Running; on(...args: string[]): Done }> {
  wayside('key', 'add', '--data', data, '--site', 'shop')
  const node = startWayside('load', '--data', data, '--api-port', '0')
  await node.until(/backend ready/)
  const on = (...args: string[]): Done => {
    const done = wayside(...args, '--data', data)
    expect(done.err).not.toMatch(/held by|error/i)
    return done
  }
  return { node, on }
}

test(
  'every command that needs the store is done by the running backend, and says what it says alone',
  async () => {
    const data = temporaryFolder()
    const file = join(data, 'history.ndjson')
    history(file)
    const { node, on } = await runningNode(data)
    expect(on('import', '--site', 'shop', file).status).toBe(0)
    // Of a site that nobody has told the running backend of.
    expect(on('import', '--site', 'newshop', file).status).toBe(0)
    expect(JSON.parse(on('books', '--site', 'newshop', '--format', 'json').out)).toMatchObject({
      counted: 80,
      quarantined: 0,
    })
    // What was imported is in the next answer.
    const report = on('report', '--site', 'shop', '--by', 'item', '--format', 'json')
    expect(JSON.parse(report.out)).toMatchObject({ rows: [{ item: 'emma', impressions: 72, clicks: 8 }] })
    const books = on('books', '--site', 'shop')
    expect(books.out).toContain('The books balance.')
    const parquet = join(data, 'report.parquet')
    on('report', '--site', 'shop', '--by', 'day', '--format', 'parquet', '--out', parquet)
    expect(readFileSync(parquet).subarray(0, 4).toString()).toBe('PAR1')
    expect(on('report', '--site', 'shop', '--attribution', 'last').out).toContain('model last')
    const wrong = wayside('report', '--data', data, '--by', 'colour')
    expect([wrong.status, wrong.err]).toEqual([1, expect.stringMatching(/^wayside: .*Use site, placement, position/)])

    const out = join(data, 'out')
    const exported = on('export', '--site', 'shop', '--out', out)
    expect(exported.out).toContain('72 rows in 3 files (3 written)')
    expect(exported.err).toContain('of 72 rows')
    expect(on('export', '--site', 'shop', '--out', out).out).toContain('(0 written)')

    const rejudged = on('rejudge', '--from', '2026-01-01')
    expect(rejudged.out).toContain('160 events judged again, 0 verdicts changed')

    expect(on('quarantine', 'list').out).not.toContain('held as')
    expect(on('quarantine', 'replay').out).toContain('0 records read again')
    expect(on('quarantine', 'purge', '--before', '2026-01-01').out).toContain('purged')
    const missing = wayside('quarantine', 'show', 'a-0', '7', '--data', data)
    expect([missing.status, missing.err]).toEqual([1, expect.stringMatching(/^wayside: Nothing of record 7/)])

    const erased = on('erase', '--site', 'shop', '--visitor', 'v0')
    expect(erased.out).toContain('looked again: 0 left')
    const after = on('report', '--site', 'shop', '--format', 'json')
    expect(JSON.parse(after.out)).toMatchObject({ rows: [{ impressions: 54 }] })
    const backup = on('backup', join(data, 'backup'))
    expect(backup.out).toMatch(/events\s+\d/)
    expect(existsSync(join(data, 'backup', 'manifest.json'))).toBe(true)

    expect(node.child.exitCode).toBe(null)
    expect(await node.stop()).toBe(0)
    expect(existsSync(join(data, 'backend.sock'))).toBe(false)
    // Alone, over what the backend left.
    expect(JSON.parse(on('report', '--site', 'shop', '--format', 'json').out)).toMatchObject({
      rows: [{ impressions: 54 }],
    })
  },
  COMMANDS_MS,
)

test('an export that is stopped in the terminal ends in good order on the backend, and goes on later', async () => {
  const data = temporaryFolder()
  const file = join(data, 'history.ndjson')
  history(file)
  const { on } = await runningNode(data)
  on('import', '--site', 'shop', file)
  const out = join(data, 'out')
  const args = ['export', '--data', data, '--site', 'shop', '--out', out, '--every', 'hour']
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()))
  await eventually(
    () => existsSync(out) && readdirSync(out).length > 1,
    (isThere) => isThere,
  )
  child.kill('SIGINT')
  expect(await new Promise((done) => child.once('exit', done))).toBe(1)
  const [, written] = /(\d+) files written; stopped/.exec(said)!
  expect(Number(written)).toBeGreaterThan(0)
  expect(Number(written)).toBeLessThan(72)
  const rest = on('export', '--site', 'shop', '--out', out, '--every', 'hour')
  expect(rest.out).toContain(`72 rows in 72 files (${72 - Number(written)} written)`)
})

test('only the owner may open the socket, a longer path than a socket may have is no obstacle, and a wrong version is told', async () => {
  const parent = temporaryFolder()
  const long = join(parent, 'x'.repeat(120))
  mkdirSync(long)
  for (const data of [join(parent, 'short'), long]) {
    const { node, on } = await runningNode(data)
    const { socket } = JSON.parse(readFileSync(join(data, 'backend.lock'), 'utf8')) as { socket: string }
    expect(statSync(socket).mode & 0o077).toBe(0)
    expect(on('books').out).toContain('The books balance.')
    const answer = await new Promise<string>((done) => {
      const stranger = connect(socket, () => stranger.write('{"version":"0.0.0","task":"answer","query":{}}\n'))
      stranger.once('data', (bytes: Buffer) => done(bytes.toString()))
    })
    expect(JSON.parse(answer)).toMatchObject({
      error: { code: 'INPUT', message: expect.stringContaining('restart it') },
    })
    await node.stop()
    expect(existsSync(socket)).toBe(false)
  }
})

test('a folder that a killed backend left behind is taken over, socket and all', async () => {
  const data = temporaryFolder()
  const { node } = await runningNode(data)
  await node.stop('SIGKILL')
  expect(wayside('books', '--data', data).out).toContain('The books balance.')
  const again = await runningNode(data)
  expect(again.on('books').out).toContain('The books balance.')
})
