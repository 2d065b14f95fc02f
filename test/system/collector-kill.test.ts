// A collector is killed under load, again and again. What was answered 204 is on disk; what was not is sent again, as a page would.
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { freePort } from '../../lab/gate/index.ts'

import { signToken, tokenSecret } from '../../src/event/index.ts'
import { eventually, type Running, startWayside, temporaryFolder, wayside } from '../wayside.ts'

const SITE = 'bookstore'
const CLICKS = 3_000
const SENDERS = 24
const KILLS = 4
/** Distinct, so that the rule about implausible rates, which looks at an address and its agent, has nothing to say. */
const agentOf = (n: number): string =>
  `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + (n % 50)}.0.0.0 Safari/537.36`

interface Tally {
  acknowledged: number
  /** Requests that ended without an answer. */
  broken: number
}

test('every click answered 204 is counted once, whenever the collector is killed; those that were not come again and count once too', async () => {
  const data = temporaryFolder()
  const [kid, secret] = wayside('key', 'add', '--data', data, '--site', SITE, '--kind', 'signing').out.trim().split(' ')
  const readKey = wayside('key', 'add', '--data', data, '--site', SITE, '--kind', 'read').out.trim()
  const port = await freePort()
  const start = async (): Promise<Running> => {
    const collector = startWayside('collect', '--data', data, '--port', String(port), '--rate', '0')
    await collector.until(/collector ready/)
    return collector
  }
  let collector = await start()
  const tally: Tally = { acknowledged: 0, broken: 0 }
  const bodies = makeClicks({ kid: kid!, site: SITE, secret: tokenSecret(Buffer.from(secret!, 'base64url')) })
  const sending = Promise.all(Array.from({ length: SENDERS }, (_, sender) => send(port, bodies, sender, tally)))
  for (let kill = 1; kill <= KILLS; kill++) {
    await eventually(
      () => tally.acknowledged,
      (acknowledged) => acknowledged >= (CLICKS * kill) / (KILLS + 1),
    )
    await collector.stop('SIGKILL')
    collector = await start()
  }
  await sending
  expect(tally.acknowledged).toBe(CLICKS)
  expect(tally.broken, 'requests were under way when the collector died').toBeGreaterThan(KILLS)

  const backend = startWayside('load', '--data', data, '--api-port', '0')
  const [, api] = await backend.until(/backend ready: (http:\S+)/)
  const ask = async <Answer>(path: string): Promise<Answer> =>
    (await (await fetch(`${api}/api/v1/${path}`, { headers: { authorization: `Bearer ${readKey}` } })).json()) as Answer
  const books = await eventually(
    () => ask<Books>(`books?site=${SITE}`),
    (answer) => answer.counted >= CLICKS,
  )
  expect(books).toMatchObject({ counted: CLICKS, invalid: {}, quarantined: 0, balanced: true })
  expect(books.received).toBe(CLICKS + books.duplicate)
  expect(books.duplicate).toBeLessThanOrEqual(tally.broken)
  const items = new Map<string, string>()
  for (let after = ''; ; ) {
    const page = await ask<Page>(
      `report?site=${SITE}&by=item&limit=1000${after && `&after=${encodeURIComponent(after)}`}`,
    )
    for (const row of page.rows) items.set(row.item, `${row.clicks} of ${row.grossClicks}`)
    if (!page.next) break
    after = page.next
  }
  expect(items.size).toBe(CLICKS)
  expect([...new Set(items.values())]).toEqual(['1 of 1'])
})

interface Books {
  received: number
  counted: number
  duplicate: number
}
interface Page {
  rows: { item: string; clicks: number; grossClicks: number }[]
  next?: string
}

/** One beacon a click, each on an item of its own, so that the report by item accounts for every single one. */
function makeClicks(key: Parameters<typeof signToken>[0]): string[] {
  const now = Date.now()
  const perList = 100
  const token = (list: number): string =>
    signToken(key, {
      s: SITE,
      l: `l${list}`,
      p: 'home',
      t: Math.floor(now / 1000) - 5,
      i: Array.from({ length: perList }, (_, at) => `i${list * perList + at}`),
    })
  const tokens = Array.from({ length: Math.ceil(CLICKS / perList) }, (_, list) => token(list))
  return Array.from({ length: CLICKS }, (_, n) =>
    JSON.stringify({
      v: 1,
      site: SITE,
      outbox: randomUUID(),
      sentAt: now,
      events: [
        {
          id: randomUUID(),
          n: 1,
          type: 'click',
          occurredAt: now,
          list: tokens[Math.floor(n / perList)],
          item: `i${n}`,
          position: (n % perList) + 1,
          trusted: true,
          how: 'primary',
        },
      ],
    }),
  )
}

/** Sends every SENDERS-th body, each until it is answered 204: what a page's outbox does. */
async function send(port: number, bodies: string[], first: number, tally: Tally): Promise<void> {
  for (let n = first; n < bodies.length; n += SENDERS) {
    while (!(await post(port, bodies[n]!, n, tally))) await new Promise((resolve) => setTimeout(resolve, 50))
    tally.acknowledged++
  }
}

async function post(port: number, body: string, n: number, tally: Tally): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/w/1`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/plain', 'user-agent': agentOf(n) },
    })
    return answer.status === 204
  } catch {
    tally.broken++
    return false
  }
}
