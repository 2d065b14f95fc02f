// A log whose last records are cut at every byte, or have any bit flipped: the records before survive, those after too.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inspectLog, listSegments, openLog, openReader } from '../../src/log/index.ts'
import { scratch } from './lib/node.ts'
import { note, type Row } from './lib/oracle.ts'

let place: ReturnType<typeof scratch>
let folder: string
let whole: Buffer
/** Where each record begins, and where the last one ends. */
const edges: number[] = []
const bodies = ['first', 'second record', 'x'.repeat(60), '', 'last WAY1 one']

beforeEach(async () => {
  place = scratch()
  folder = join(place.folder, 'log')
  edges.length = 0
  const log = await openLog({ folder })
  for (const body of bodies) await log.append(Buffer.from(body))
  const [segment] = listSegments(folder)
  whole = readFileSync(segment!.path)
  let at = whole.indexOf('WAY1')
  for (const body of bodies) {
    edges.push(at)
    at += 20 + body.length
  }
  edges.push(at)
  await log.close()
})
afterEach(() => place.remove())

/** What a reader finds in a copy of the log with other bytes, once a writer has opened it again. */
async function readWith(bytes: Buffer, name: string): Promise<{ found: string[]; damaged: number; next: number }> {
  const copy = join(place.folder, name)
  mkdirSync(copy)
  const [segment] = listSegments(folder)
  const path = join(copy, segment!.path.slice(folder.length + 1))
  copyFileSync(segment!.path, path)
  writeFileSync(path, bytes)
  const log = await openLog({ folder: copy, segmentBytesMin: 10_000 })
  const next = await log.append(Buffer.from('next'))
  const reader = openReader({ folder: copy, after: 0, onDamage: () => damaged++ })
  let damaged = 0
  const found: string[] = []
  for (let some = await reader.read(1000); some.length > 0; some = await reader.read(1000))
    found.push(...some.map(({ body }) => body.toString()))
  reader.close()
  await log.close()
  return { found, damaged, next }
}

/** The line of one kind of damage in the table: over all its cases, the records that it left whole, and those that were found. */
class Tally {
  readonly #row: Row

  constructor(fault: string) {
    this.#row = { fault, acknowledged: 0, found: 0, lost: 0, duplicated: 0 }
  }

  add(whole: string[], found: string[]): void {
    this.#row.acknowledged += whole.length
    this.#row.found += found.length
    this.#row.lost += whole.filter((body) => !found.includes(body)).length
    this.#row.duplicated += found.length - new Set(found).size
  }

  note(): void {
    expect(note(this.#row)).toMatchObject({ lost: 0, duplicated: 0, found: this.#row.acknowledged })
  }
}

test('cut at every byte of its last three records, a log keeps every record before the cut, and goes on', async () => {
  const tally = new Tally('cut at every byte of three records')
  for (let cut = edges[2]!; cut <= edges[5]!; cut++) {
    const { found, next } = await readWith(whole.subarray(0, cut), `cut-${cut}`)
    const survive = bodies.filter((_, at) => edges[at + 1]! <= cut)
    expect(found, `cut at ${cut}`).toEqual([...survive, 'next'])
    expect(next).toBeGreaterThan(5)
    tally.add([...survive, 'next'], found)
  }
  tally.note()
})

test('zeros where the tail of a write never arrived cost no record before them', async () => {
  const tally = new Tally('zeros from every byte of the last record')
  for (let cut = edges[4]!; cut < edges[5]!; cut++) {
    const { found } = await readWith(Buffer.concat([whole.subarray(0, cut), Buffer.alloc(4_096)]), `zeros-${cut}`)
    // A body that ends in what was not written, and is zeros anyway, cannot be told from a whole one: there is none here.
    expect(found, `zeros from ${cut}`).toEqual([...bodies.slice(0, 4), 'next'])
    tally.add([...bodies.slice(0, 4), 'next'], found)
  }
  tally.note()
})

test('with any byte of its last three records changed, a log loses that record alone, and says so', async () => {
  const tally = new Tally('a bit flipped in every byte of three records')
  for (let at = edges[2]!; at < edges[5]!; at++) {
    const bytes = Buffer.from(whole)
    bytes[at] = bytes[at]! ^ (1 << (at % 8))
    const hit = edges.findLastIndex((edge) => edge <= at)
    const { found, damaged } = await readWith(bytes, `flip-${at}`)
    const untouched = [...bodies.filter((_, index) => index !== hit), 'next']
    expect(found, `bit flipped at ${at}`).toEqual(untouched)
    tally.add(untouched, found)
    expect(damaged, `bit flipped at ${at}`).toBe(1)
  }
  tally.note()
})

test('a lost header block costs no record: there is a copy of it', async () => {
  for (const block of [0, 4_096]) {
    const bytes = Buffer.from(whole)
    bytes.fill(0xff, block, block + 4_096)
    expect((await readWith(bytes, `header-${block}`)).found).toEqual([...bodies, 'next'])
  }
  const neither = Buffer.from(whole)
  neither.fill(0, 0, 8_192)
  expect(await readWith(neither, 'headless')).toMatchObject({ found: ['next'], damaged: 1 })
})

test('verify names what is missing, and a later format is refused, not damaged', async () => {
  const bytes = Buffer.from(whole)
  bytes[edges[1]! + 22]! ^= 1
  await readWith(bytes, 'verify')
  const [first] = inspectLog(join(place.folder, 'verify'))
  expect(first).toMatchObject({ records: 4, missing: [{ from: 2, to: 2 }] })
  expect(first!.damage).toEqual([{ offset: edges[1], bytes: edges[2]! - edges[1]!, after: 1 }])
  const newer = Buffer.from(whole)
  for (const at of [12, 4_096 + 12]) newer[at] = '2'.charCodeAt(0)
  await expect(readWith(newer, 'newer')).rejects.toThrow('log format 2; format 1 is read here')
})
