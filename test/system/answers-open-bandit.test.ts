// The Open Bandit rows as a recommender and its pages would have told them: lists signed and told by the Node SDK, impressions and clicks
// taken by a real collector, everything counted by a real node. The rates must be exact, and the export must be the rows that went in.
// Campaigns that are not in the folder are made, in the same shape, with totals that are known.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { seeded } from '../../src/platform/index.ts'
import { createSender, createSigner, type Sender, type Signer } from '../../src/sdk/index.ts'
import { eventually, type Running, startWayside, temporaryFolder, wayside } from '../wayside.ts'
import { CHROME, idMaker } from './store-kit.ts'

const FOLDER = resolve(import.meta.dirname, '../../../shared/data/open-bandit')
const SEED = Number(process.env.SEED ?? 20191124)
const HEADER = 'timestamp,item_id,position,click,propensity_score'
/** Events of one beacon: with their tokens they stay below its 60,000 bytes. */
const EVENTS_PER_BEACON = 100
/** Rows that one visitor sees, so that nobody clicks faster than people do. */
const ROWS_PER_OUTBOX = 25
const PLACES = 3

interface Campaign {
  variant: string
  placement: string
  lines: string[]
}
interface Manifest {
  files: { path: string }[]
  balanced: boolean
}
interface Row {
  time: string
  item: string
  position: number
  click: boolean
  propensity: number
}

const random = seeded(SEED)
const id = idMaker(SEED)
const senders: Sender[] = []
afterEach(() => Promise.all(senders.splice(0).map((sender) => sender.close())))

function rowOf(line: string): Row {
  const [time = '', item = '', position, click, propensity] = line.split(',')
  return { time, item, position: Number(position), click: click === '1', propensity: Number(propensity) }
}

/** Those of the folder, `bts-men.csv` and so on; each line as it stands there. */
function campaignsOfFolder(): Campaign[] {
  if (!existsSync(FOLDER)) return []
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.csv'))
    .map((name) => {
      const [variant = '', placement = ''] = name.replace('.csv', '').split('-')
      const [header, ...lines] = readFileSync(join(FOLDER, name), 'utf8').trimEnd().split(/\r?\n/)
      expect(header).toBe(HEADER)
      return { variant, placement, lines }
    })
}

/** One that is not there. Every 40th row is clicked, the position goes round: so the totals are known without counting. */
function madeCampaign(variant: string, placement: string, rows: number): Campaign {
  const start = Date.UTC(2019, 10, 25)
  const lines = Array.from({ length: rows }, (_, n) => {
    const at = new Date(start + n * 61_007).toISOString().slice(0, 23).replace('T', ' ')
    const micros = String(Math.floor(random() * 1000)).padStart(3, '0')
    const propensity =
      variant === 'random' ? '0.021739130434782608' : (0.001 + Math.floor(random() * 1e5) / 1e6).toString()
    return `${at}${micros}+00:00,${Math.floor(random() * 46)},${(n % PLACES) + 1},${n % 40 === 7 ? 1 : 0},${propensity}`
  })
  return { variant, placement, lines }
}

function expectedRates(campaigns: readonly Campaign[]): object[] {
  const cells = new Map<string, { impressions: number; clicks: number }>()
  for (const { variant, placement, lines } of campaigns)
    for (const { position, click } of lines.map(rowOf)) {
      const name = JSON.stringify([placement, variant, position])
      const cell = cells.get(name) ?? { impressions: 0, clicks: 0 }
      cell.impressions++
      if (click) cell.clicks++
      cells.set(name, cell)
    }
  return [...cells]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { impressions, clicks }]) => {
      const [placement, variant, position] = JSON.parse(name) as [string, string, number]
      return { placement, variant, position, impressions, clicks, clickThroughRate: clicks / impressions }
    })
}

/** What the recommender does: sign the whole list, tell of the item that the row is about. @returns what its page tells */
function serve(row: Row, campaign: Campaign, signer: Signer, sender: Sender): Partial<Event>[] {
  const { variant, placement } = campaign
  const items = Array.from({ length: PLACES }, (_, n) => (n + 1 === row.position ? row.item : `other-${n}`))
  const { token, list } = signer.sign({ placement, variant, items })
  const millis = Date.parse(row.time.replace(' ', 'T').replace(/(\.\d{3})\d+/, '$1'))
  const occurredAt = millis + Number(/\.\d{3}(\d{3})/.exec(row.time)![1]) / 1_000
  const { propensity, position, item } = row
  sender.served({
    list,
    placement,
    variant,
    items: [item],
    positions: [position],
    propensities: [propensity],
    occurredAt,
  })
  const types = row.click ? (['impression', 'view', 'click'] as const) : (['impression'] as const)
  return types.map((type) => ({
    id: id(Date.now()),
    type,
    occurredAt: Date.now(),
    list: token,
    item,
    position,
    trusted: true,
  }))
}

async function beacon(url: string, address: string, outbox: string, events: object[]): Promise<void> {
  const body = JSON.stringify({ v: 1, site: 'zozo', outbox, sentAt: Date.now(), events })
  const headers = { 'Content-Type': 'text/plain', 'User-Agent': CHROME, 'X-Forwarded-For': address }
  const answer = await fetch(`${url}/w/1`, { method: 'POST', body, headers })
  expect(answer.status).toBe(204)
}

async function startNode(data: string): Promise<{ node: Running; api: string; collector: string }> {
  const config = join(data, 'wayside.yaml')
  writeFileSync(
    config,
    `data: ${data}\ncollector:\n  port: 0\n  trustedProxies: [127.0.0.1/32]\napi:\n  port: 0\nsites:\n  zozo:\n`,
  )
  const node = startWayside('serve', '--config', config)
  const [, api] = await node.until(/backend ready: (http:\S+)/)
  const [, collector] = await node.until(/collector ready: (http:\S+)/)
  await node.until(/ready; data in/)
  return { node, api: api!, collector: collector! }
}

test('Open Bandit rows, told by the Node SDK and by pages, give their exact rates, and come out as they went in', async () => {
  console.log(`seed ${SEED}`)
  const campaigns = [
    ...campaignsOfFolder(),
    madeCampaign('random', 'women', 3_000),
    madeCampaign('bts', 'women', 3_000),
    madeCampaign('bts', 'all', 1_500),
  ]
  const data = temporaryFolder()
  const { node, api, collector } = await startNode(data)
  const [, kid, secret] = /signing key id\s+(\S+)\s+signing secret\s+(\S+)/.exec(node.output)!
  const [, write] = /write key\s+(\S+)/.exec(node.output)!
  const signer = createSigner({ kid: kid!, site: 'zozo', secret: secret! })
  const sender = createSender({ urls: [api], key: write!, site: 'zozo', folder: join(data, 'sdk') })
  senders.push(sender)
  let outboxes = 0
  let told = 0
  for (const campaign of campaigns)
    for (let from = 0; from < campaign.lines.length; from += ROWS_PER_OUTBOX) {
      const rows = campaign.lines.slice(from, from + ROWS_PER_OUTBOX).map(rowOf)
      const events = rows
        .flatMap((row) => serve(row, campaign, signer, sender))
        .map((event, n) => ({ ...event, n: n + 1 }))
      expect(events.length).toBeLessThan(EVENTS_PER_BEACON)
      const outbox = ++outboxes
      await beacon(collector, `10.${outbox >> 8}.${outbox & 255}.7`, id(Date.now()), events)
      told += events.length + rows.length
    }
  const counters = await sender.close()
  expect(counters).toMatchObject({ dropped: 0, rejected: 0, refused: 0, pending: 0 })

  const ask = (...more: string[]): Record<string, unknown> =>
    JSON.parse(wayside(...more, '--data', data, '--site', 'zozo', '--format', 'json').out) as Record<string, unknown>
  const books = await eventually(
    () => ask('books'),
    ({ received }) => received === told,
  )
  expect(books).toMatchObject({
    received: told,
    counted: told,
    duplicate: 0,
    invalid: {},
    quarantined: 0,
    balanced: true,
  })
  const { rows } = ask('report', '--by', 'placement,variant,position') as { rows: object[] }
  expect(rows).toMatchObject(expectedRates(campaigns))

  const out = join(data, 'bandit')
  const exported = wayside(
    ...['export', '--data', data, '--site', 'zozo', '--out', out, '--rows', 'served', '--columns', 'open-bandit'],
    ...['--format', 'csv', '--outcome-hours', '100000'],
  )
  expect(exported.status, exported.err).toBe(0)
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest
  expect(manifest.balanced).toBe(true)
  const written = manifest.files.flatMap(({ path }) => {
    const [header, ...lines] = readFileSync(join(out, path), 'utf8').trimEnd().replaceAll('"', '').split('\n')
    expect(header).toBe(HEADER)
    return lines
  })
  expect(written.sort()).toEqual(campaigns.flatMap(({ lines }) => lines).sort())

  expect(await node.stop()).toBe(0)
})
