// The embedded engine as its driver promises it: values arrive as they are, whatever they hold, and a report waits for nobody.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ChdbDriver, openChdb } from '../../src/store/chdb/driver.ts'

const folder = mkdtempSync(join(tmpdir(), 'wayside-engine-'))
let engine: ChdbDriver
beforeAll(async () => {
  engine = await openChdb(folder, undefined, false)
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true })
})

/** Texts full of what ends a literal, begins an escape or looks like a place for a value. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        "'",
        "''",
        '\\',
        "\\'",
        '\0',
        '\n',
        '--',
        '/*',
        '*/',
        ';',
        '`',
        '"',
        '{a:String}',
        '{b:Int64}',
        "')",
      ),
      fc.constantFrom("' OR 1=1 --", '\\x27', '\\0', '\\N', '$$', '%27', '’', 'ʼ', '＇'),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

test('a text is the same text in the engine, alone and in a list, and ends no literal', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, fc.array(hostile, { maxLength: 5 }), async (a, list) => {
      const sql = 'SELECT {a:String} AS a, {list:Array(String)} AS list, 7 AS after'
      expect(await engine.query(sql, { a, list })).toEqual([{ a, list, after: 7 }])
    }),
    { numRuns: 400 },
  )
})

test('numbers keep their type and every digit', async () => {
  const numbers = fc.record({
    a: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    b: fc.maxSafeInteger(),
    c: fc.nat({ max: 2 ** 32 - 1 }),
    list: fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { maxLength: 5 }),
  })
  const sql = `SELECT toString({a:UInt64}) AS a, toTypeName({a:UInt64}) AS ofA, {b:Int64} AS b, toTypeName({b:Int64}) AS ofB,
    {c:UInt32} AS c, toTypeName({c:UInt32}) AS ofC, arrayMap(x -> toString(x), {list:Array(UInt64)}) AS list, toTypeName({list:Array(UInt64)}) AS ofList`
  await fc.assert(
    fc.asyncProperty(numbers, async ({ a, b, c, list }) => {
      const types = { ofA: 'UInt64', ofB: 'Int64', ofC: 'UInt32', ofList: 'Array(UInt64)' }
      expect(await engine.query(sql, { a, b, c, list })).toEqual([
        { a: `${a}`, b, c, list: list.map(String), ...types },
      ])
    }),
    { numRuns: 100 },
  )
})

test('a place without a value, and a number that is none, are refused before the engine sees them', async () => {
  await expect(engine.query('SELECT {a:String}', {})).rejects.toThrow('needs a value for a')
  await expect(engine.query('SELECT {a:Int64}', { a: Number.NaN })).rejects.toThrow('cannot be bound')
})

test('questions do not wait for an export, for a load, or for one another', async () => {
  const order: string[] = []
  const note = async (name: string, work: Promise<unknown>): Promise<void> => {
    await work
    order.push(name)
  }
  const seconds = (count: number): string => `SELECT sleepEachRow({one:Float64}) AS a FROM numbers(${count})`
  await engine.command('CREATE TABLE IF NOT EXISTS naps (a UInt8) ENGINE = Memory')
  await Promise.all([
    note('export', engine.write(seconds(3), { one: 1 }, join(folder, 'naps.csv'), 'CSVWithNames')),
    note('load', engine.command(`INSERT INTO naps ${seconds(3)}`, { one: 1 })),
    note('long question', engine.query(seconds(2), { one: 1 })),
    note('question', engine.query('SELECT {a:String} AS a', { a: 'now' })),
  ])
  expect(order.slice(0, 2)).toEqual(['question', 'long question'])
})

test('questions too large to stand side by side are answered one after the other, time and again; one too large alone is refused, and the next is answered', async () => {
  const eats = 'SELECT length(groupArray(number)) AS eaten FROM numbers({count:UInt64}) SETTINGS max_threads = 1'
  const count = 60_000_000
  for (let round = 0; round < 3; round++) {
    const many = Array.from({ length: 5 }, () => engine.query(eats, { count }))
    expect(await Promise.all(many)).toEqual(many.map(() => [{ eaten: count }]))
    await expect(engine.query(eats, { count: 300_000_000 })).rejects.toThrow(/memory limit exceeded/)
    expect(await engine.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  }
  expect(engine.engineDeaths()).toBe(0)
})
