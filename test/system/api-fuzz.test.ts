// The API fuzzed from its own description: whatever is sent, the answer is one of those described, in time, and never a fault of ours.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ERRORS } from '../../src/event/index.ts'
import { Facts, fact, id } from './answers-kit.ts'

const facts = new Facts('mine')
/** No answer may take longer, milliseconds. */
const ANSWER_MS = 20_000
const RUNS = Number(process.env.FUZZ_RUNS ?? 40)
/** Another one each time, so that the hunt goes on; a fixed one where a run must be repeatable. */
const SEED = Number(process.env.SEED ?? (process.env.CI ? 12 : Date.now() & 0xffffff))
let url = ''
let close: () => Promise<void>
let keys: string[] = []

beforeAll(async () => {
  await facts.open()
  await facts.tell(
    'mine',
    ['impression', 'click', 'view'].map((type) => fact(type as 'click', '2026-11-02T10:00:00Z')),
  )
  // Many keys, so that the rate limit stays out of the way.
  const served = await facts.serve(...Array.from({ length: 40 }, () => 'admin:*'))
  url = served.url
  keys = served.keys
  close = () => served.api.close()
})
afterAll(async () => {
  await close()
  await facts.close()
})

interface Schema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  $ref?: string
  example?: unknown
}
interface Operation {
  parameters?: { name: string; in: 'query' | 'path'; required?: boolean; schema: Schema; example?: unknown }[]
  requestBody?: { content: { 'application/json': { schema: Schema } } }
  responses: Record<string, object>
}
interface Description {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

/** Things that have broken other people's parsers. */
const nasty = fc.constantFrom(
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  'NaN',
  'null',
  'true',
  '[]',
  '{}',
  '*',
  "'",
  '"',
  '--',
  "'; DROP TABLE events; --",
  '{site:String}',
  '/*{site}*/',
  '\u0000',
  '\ud800',
  '..%2f',
  '%00',
  'constructor',
  '__proto__',
  'toString',
  '😀'.repeat(50),
  'a'.repeat(5_000),
  '2026-13-45',
  '9999-12-31',
  '0000-00-00',
  '2026-11-02T10:00:00+99:99',
  'Europe/Berlin',
  'UTC',
  'site,site,site',
  'hour,day,item',
  'eyIiOjF9',
  'W10',
  'e30',
)

/** Values that a schema allows, and now and then some that it does not. */
function valuesOf(schema: Schema, components: Record<string, Schema>): fc.Arbitrary<unknown> {
  const good = (): fc.Arbitrary<unknown> => {
    if (schema.$ref) return valuesOf(components[schema.$ref.split('/').at(-1)!]!, components)
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if (schema.const !== undefined) return fc.constant(schema.const)
    if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => valuesOf(one, components)))
    const type = [schema.type ?? 'string'].flat()[0]
    const bounds = { min: schema.minimum ?? -1_000, max: Math.min(schema.maximum ?? 1e6, 1e6) }
    if (type === 'integer') return fc.integer(bounds)
    if (type === 'number') return fc.double({ ...bounds, noNaN: true })
    if (type === 'boolean') return fc.boolean()
    if (type === 'array') return fc.array(valuesOf(schema.items ?? {}, components), { maxLength: 4 })
    if (type === 'object') {
      const properties = Object.entries(schema.properties ?? {}).map(
        ([name, one]) => [name, valuesOf(one, components)] as const,
      )
      return fc.record(Object.fromEntries(properties), { requiredKeys: [] })
    }
    const example = schema.example === undefined ? [] : [fc.constant(String(schema.example))]
    return fc.oneof(fc.string({ maxLength: Math.min(schema.maxLength ?? 40, 40) }), ...example)
  }
  return fc.oneof(
    { weight: 3, arbitrary: good() },
    { weight: 1, arbitrary: nasty },
    { weight: 1, arbitrary: fc.jsonValue() },
  )
}

function requestsOf(
  path: string,
  operation: Operation,
  components: Record<string, Schema>,
): fc.Arbitrary<{ url: string; body?: string }> {
  const parameters = (operation.parameters ?? []).map(({ name, in: where, schema, example }) => ({
    name,
    where,
    value: valuesOf({ ...schema, example: schema.example ?? example }, components),
  }))
  const body = operation.requestBody
  return fc
    .record({
      values: fc.tuple(...parameters.map(({ value }) => fc.option(value, { freq: 3, nil: undefined }))),
      body: body
        ? fc.oneof(
            valuesOf(body.content['application/json'].schema, components).map((value) => JSON.stringify(value)),
            nasty,
          )
        : fc.constant(undefined),
    })
    .map(({ values, body: text }) => {
      let target = path
      const query = new URLSearchParams()
      parameters.forEach(({ name, where }, at) => {
        const value = values[at]
        const written = (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value))
          .toWellFormed()
          .slice(0, 6_000)
        if (where === 'path') target = target.replace(`{${name}}`, encodeURIComponent(written) || id())
        else if (value !== undefined) query.append(name, written)
      })
      return { url: `${target}?${query}`, ...(text !== undefined && { body: text.toWellFormed() }) }
    })
}

test(`whatever is sent to any described route gets a described answer in time (seed ${SEED})`, async () => {
  const { paths, components } = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as Description
  let asked = 0
  const seen = new Map<number, number>()
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods)) {
      // Making webhooks would have the node call whatever was made up.
      const runs = path === '/api/v1/webhooks' && method === 'post' ? 0 : RUNS
      if (runs === 0) continue
      await fc.assert(
        fc.asyncProperty(requestsOf(path, operation, components.schemas), async (request) => {
          const stop = new AbortController()
          const answer = await fetch(`${url}${request.url}`, {
            method,
            headers: { Authorization: `Bearer ${keys[asked++ % keys.length]}`, 'Content-Type': 'application/json' },
            ...(request.body !== undefined && { body: request.body }),
            signal: AbortSignal.any([stop.signal, AbortSignal.timeout(ANSWER_MS)]),
          })
          seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
          const what = `${method} ${request.url} ${request.body ?? ''}`
          expect([...Object.keys(operation.responses), '400', '404'], what).toContain(String(answer.status))
          expect(answer.status, what).toBeLessThan(500)
          if (answer.status >= 400) {
            const error = (await answer.json()) as { code: string; message: string }
            expect(Object.keys(ERRORS), what).toContain(error.code)
            expect(error.message, what).not.toMatch(/DB::|node:|\/src\/|at Object/)
          } else if (/event-stream/.test(answer.headers.get('Content-Type') ?? '')) stop.abort()
          else await answer.arrayBuffer()
        }),
        { numRuns: runs, seed: SEED, endOnFailure: true },
      )
    }
  console.log(`${asked} requests: ${[...seen].map(([status, count]) => `${status} × ${count}`).join(', ')}`)
  expect(seen.get(200)).toBeGreaterThan(20)
  expect(seen.get(422)).toBeGreaterThan(20)
}, 300_000)

test('what is not described is not there, and a wrong method says so in the same form', async () => {
  for (const [method, path] of [
    ['GET', '/api/v1/nothing'],
    ['PUT', '/api/v1/report'],
    ['GET', '/api/v2/report'],
    ['DELETE', '/api/v1/events/x'],
  ] as const) {
    const answer = await fetch(`${url}${path}`, { method, headers: { Authorization: `Bearer ${keys[0]}` } })
    expect(answer.status, path).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND' })
  }
})
