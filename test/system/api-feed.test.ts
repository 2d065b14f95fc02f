// The live feed and webhooks over real HTTP: nothing missed, nothing made up, resumed where it stopped, and nobody slowed by a slow reader.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Event } from '../../src/event/index.ts'
import { eventually } from '../wayside.ts'
import { BEACON, Facts, fact } from './answers-kit.ts'

const facts = new Facts('mine', 'theirs')
let url = ''
let close: () => Promise<void>
let [mine, both, admin] = ['', '', '']

beforeAll(async () => {
  await facts.open()
  const served = await facts.serve('read:mine', 'read:*', 'admin:*')
  url = served.url
  close = () => served.api.close()
  ;[mine = '', both = '', admin = ''] = served.keys
})
afterAll(async () => {
  await close()
  await facts.close()
})

interface Message {
  id: string
  event: string
  data: string
}

/** Follow the feed until `enough`. */
async function follow(
  query: string,
  enough: (messages: Message[]) => boolean,
  { key = both, last = undefined as string | undefined, onStart = async (): Promise<void> => undefined } = {},
): Promise<Message[]> {
  const stop = new AbortController()
  const answer = await fetch(`${url}/api/v1/feed?${query}`, {
    headers: { Authorization: `Bearer ${key}`, ...(last !== undefined && { 'Last-Event-ID': last }) },
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(60_000)]),
  })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('Content-Type')).toMatch(/^text\/event-stream/)
  const messages: Message[] = []
  let text = ''
  let started = false
  for await (const chunk of answer.body!) {
    text += Buffer.from(chunk).toString()
    const parts = text.split('\n\n')
    text = parts.pop()!
    for (const part of parts) {
      const fields = Object.fromEntries(
        part.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
      )
      messages.push({ id: '', event: '', data: '', ...fields } as Message)
    }
    if (!started && messages.length > 0) {
      started = true
      await onStart()
    }
    if (enough(messages)) break
  }
  stop.abort()
  return messages
}

const eventsOf = (messages: Message[]): Record<string, unknown>[] =>
  messages.filter(({ event }) => event !== 'place').map(({ data }) => JSON.parse(data))
const click = (at: string, more: Partial<Event> = {}): Event => fact('click', at, more)

test('an event is told within seconds of being loaded, once, whatever number of copies came', async () => {
  const event = click('2026-11-02T10:00:00Z', { listId: 'once' })
  const started = Date.now()
  const messages = await follow('', (all) => eventsOf(all).length >= 2, {
    onStart: async () => {
      await facts.tell('mine', [event, event, event])
      await facts.tell('theirs', [click('2026-11-02T10:00:01Z', { listId: 'after' })])
    },
  })
  expect(eventsOf(messages).map(({ list }) => list)).toEqual(['once', 'after'])
  expect(eventsOf(messages)[0]).toMatchObject({
    id: event.id,
    site: 'mine',
    type: 'click',
    verdict: 'counted',
    item: 'emma',
    position: 1,
  })
  console.log(`told after ${Date.now() - started} ms`)
})

test('a reader that names the last id it read goes on right after it, also into the past and over several logs', async () => {
  const events = Array.from({ length: 60 }, (_, n) =>
    click(`2026-11-03T10:00:${String(n).padStart(2, '0')}Z`, { listId: `r${n}` }),
  )
  await facts.tell('mine', events.slice(0, 20), undefined, 'a-0')
  await facts.tell('mine', events.slice(20, 40), undefined, 'b-0')
  await facts.tell('mine', events.slice(40), undefined, 'a-0')
  const all = await follow('since=2026-11-03T00:00:00Z&site=mine', (seen) => eventsOf(seen).length >= 60)
  const names = eventsOf(all).map(({ list }) => list)
  expect(new Set(names)).toEqual(new Set(events.map(({ listId }) => listId)))
  for (const at of [1, 17, 33, 59]) {
    const place = all.filter(({ event }) => event !== 'place')[at]!
    const rest = names.slice(at + 1)
    const more = await follow('site=mine', (seen) => eventsOf(seen).length >= rest.length && seen.length > 0, {
      last: place.id,
    })
    expect(new Set(eventsOf(more).map(({ list }) => list))).toEqual(new Set(rest))
  }
})

test('filters choose by site, type, placement, variant, item and verdict; a key gets only its sites', async () => {
  const at = '2026-11-04T10:00:00Z'
  await facts.tell('mine', [
    click(at, { listId: 'f1', variant: 'a' }),
    click(at, { listId: 'f2', variant: 'b', item: 'villette' }),
    fact('view', at, { listId: 'f3' }),
  ])
  await facts.tell('mine', [click(at, { list: 'v1.no.e30.AAAA', item: 'forged' })], undefined, 'a-0', BEACON)
  await facts.tell('theirs', [click(at, { listId: 'f4' }), click('2026-11-04T11:00:00Z', { listId: 'end' })])
  await facts.tell('mine', [
    click('2026-11-04T11:00:00Z', { listId: 'end', variant: 'b', item: 'villette', placement: 'home' }),
  ])
  const lists = async (query: string, key = both): Promise<unknown[]> =>
    eventsOf(
      await follow(`since=2026-11-04T00:00:00Z&${query}`, (all) => eventsOf(all).some(({ list }) => list === 'end'), {
        key,
      }),
    )
      .map(({ list, item }) => list ?? item)
      .filter((list) => list !== 'end')
      .sort()
  expect(await lists('type=click&site=mine')).toEqual(['f1', 'f2'])
  expect(await lists('type=click,view', mine)).toEqual(['f1', 'f2', 'f3'])
  expect(await lists('variant=b')).toEqual(['f2'])
  expect(await lists('item=villette&placement=home&site=mine')).toEqual(['f2'])
  expect(await lists('verdict=all&type=click&site=mine')).toContain('forged')
  expect(await lists('site=theirs')).toEqual(['f4'])
})

test('a stream ends when its key is revoked; a wrong place is refused', async () => {
  const { keys, api, url: own, keyring } = await facts.serve('read:mine')
  const answer = await fetch(`${own}/api/v1/feed`, { headers: { Authorization: `Bearer ${keys[0]}` } })
  keyring.revoke(keys[0]!.split('_')[2]!)
  await answer.text()
  await api.close()
  const refused = await fetch(`${url}/api/v1/feed`, {
    headers: { Authorization: `Bearer ${both}`, 'Last-Event-ID': 'W10' },
  })
  expect(refused.status).toBe(422)
  expect(await refused.json()).toMatchObject({ code: 'QUERY' })
})

test('a reader that stops reading slows neither the loader nor the other readers', async () => {
  const { port } = new URL(url)
  const stuck = Array.from({ length: 5 }, () => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(
      `GET /api/v1/feed?since=2026-11-01T00:00:00Z HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${both}\r\n\r\n`,
    )
    socket.pause()
    return socket
  })
  const big = 'x'.repeat(190)
  const load = async (name: string): Promise<number> => {
    const started = performance.now()
    const events = Array.from({ length: 400 }, (_, n) =>
      click('2026-11-05T10:00:00Z', { listId: `${name}${n}`, item: `${big}${n}`, placement: big, variant: big }),
    )
    await facts.tell('mine', events)
    return performance.now() - started
  }
  const withStuck = await load('s')
  const seen = await follow('since=2026-11-05T00:00:00Z&site=mine', (all) => eventsOf(all).length >= 400)
  expect(eventsOf(seen).length).toBeGreaterThanOrEqual(400)
  for (const socket of stuck) socket.destroy()
  const without = await load('t')
  console.log(`400 events loaded in ${withStuck.toFixed(0)} ms beside stuck readers, ${without.toFixed(0)} ms without`)
  expect(withStuck).toBeLessThan(without * 5 + 5_000)
})

interface Receiver {
  server: Server
  url: string
  calls: { id: string; ids: string[]; valid: boolean }[]
  answer: (call: number) => number
  secret: string
}

async function receiver(): Promise<Receiver> {
  const calls: Receiver['calls'] = []
  const state = { answer: (_call: number) => 200, secret: '' }
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const id = String(req.headers['webhook-id'])
      const signed = `${id}.${req.headers['webhook-timestamp']}.${body}`
      const key = Buffer.from(state.secret.slice(6), 'base64')
      const wanted = Buffer.from(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
      const given = Buffer.from(String(req.headers['webhook-signature']))
      const valid = given.length === wanted.length && timingSafeEqual(given, wanted)
      const { data } = JSON.parse(body) as { data: { events: { id: string }[] } }
      calls.push({ id, ids: data.events.map((event) => event.id), valid })
      res.writeHead(state.answer(calls.length)).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(state, { server, calls, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` })
}

async function call(
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { Authorization: `Bearer ${admin}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

test('a webhook gets every event it asked for, signed; failed tries are repeated, given-up ones listed and replayed', async () => {
  const hook = await receiver()
  const made = await call('POST', 'webhooks', { url: hook.url, sites: ['mine'], types: ['click'] })
  expect(made.status).toBe(200)
  hook.secret = made.body.secret as string
  const told = async (name: string): Promise<string> => {
    const event = click('2026-11-06T10:00:00Z', { listId: name })
    await facts.tell('mine', [event, fact('view', '2026-11-06T10:00:00Z', { listId: name })])
    await facts.tell('theirs', [click('2026-11-06T10:00:00Z', { listId: name })])
    return event.id
  }
  const first = await told('w1')
  await eventually(
    () => hook.calls.length,
    (count) => count >= 1,
  )
  expect(hook.calls).toEqual([{ id: hook.calls[0]!.id, ids: [first], valid: true }])

  // Two failures, then taken: three calls of one id.
  let failures = 2
  hook.answer = () => (failures-- > 0 ? 503 : 204)
  const second = await told('w2')
  await eventually(
    () => hook.calls.length,
    (count) => count >= 4,
  )
  expect(hook.calls.slice(1).map(({ ids }) => ids)).toEqual([[second], [second], [second]])
  expect(new Set(hook.calls.slice(1).map(({ id }) => id)).size).toBe(1)

  // Never taken: a dead letter, and the next one goes on.
  hook.answer = () => 500
  const lost = await told('w3')
  const dead = await eventually(
    () => call('GET', `webhooks/${made.body.id}/dead`),
    ({ body }) => (body.dead as unknown[]).length === 1,
  )
  expect(dead.body.dead).toMatchObject([{ events: 1, attempts: 3, error: 'status 500' }])
  hook.answer = () => 200
  const next = await told('w4')
  await eventually(
    () => hook.calls.at(-1)!.ids,
    (ids) => ids[0] === next,
  )
  const replayed = await call('POST', `webhooks/${made.body.id}/replay`, {})
  expect(replayed.body).toEqual({ delivered: 1, dead: 0 })
  expect(hook.calls.at(-1)).toEqual({ id: (dead.body.dead as { id: string }[])[0]!.id, ids: [lost], valid: true })
  expect(hook.calls.every(({ valid }) => valid)).toBe(true)

  const list = await call('GET', 'webhooks')
  expect(JSON.stringify(list.body)).not.toContain(hook.secret)
  expect(list.body.webhooks).toMatchObject([{ id: made.body.id, delivered: 4, dead: 0, trouble: '' }])
  expect((await call('DELETE', `webhooks/${made.body.id}`)).status).toBe(200)
  expect((await call('GET', `webhooks/${made.body.id}/dead`)).status).toBe(404)
  hook.server.close()
})

test('a webhook goes on after a restart where it stood, and one that says Gone is never called again', async () => {
  const hook = await receiver()
  const other = new Facts('mine')
  await other.open()
  const before = await other.serve('admin:*')
  const made = await fetch(`${before.url}/api/v1/webhooks`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${before.keys[0]}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ url: hook.url, sites: '*' }),
  })
  hook.secret = ((await made.json()) as { secret: string }).secret
  await before.api.close()
  const missed = click('2026-11-07T10:00:00Z')
  await other.tell('mine', [missed])
  hook.answer = () => 410
  const after = await other.serve('admin:*')
  await eventually(
    () => hook.calls.length,
    (count) => count >= 1,
  )
  expect(hook.calls).toMatchObject([{ ids: [missed.id], valid: true }])
  await other.tell('mine', [click('2026-11-07T10:00:01Z')])
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(hook.calls).toHaveLength(1)
  await after.api.close()
  await other.close()
  hook.server.close()
})
