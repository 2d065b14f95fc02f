// The main promise, whole and real: a book store, a recommender, two datacenters and a backend, each its own process; real Chromium
// clicking as a person does. While both datacenters fail nothing is slower for the visitor; afterwards each click counts once.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Demo, startDemo } from '../../lab/demo/demo.ts'
import { freePorts } from '../../lab/demo/free.ts'
import { type Chapter, readBooks, readClicks, tellStory } from '../../lab/demo/story.ts'
import { launchVisitor } from '../../lab/demo/visitor.ts'
import type { Browser } from '../../lab/drivers/index.ts'

const PAIRS = 10
/** How much later a tracked link may open than an untracked one, medians of one interleaved run: the noise of a shared machine. */
const SLOWER_MAX_MS = 25

const data = mkdtempSync(join(tmpdir(), 'wayside-outage-'))
let demo: Demo
let browser: Browser
let chapters: Chapter[] = []

beforeAll(async () => {
  demo = await startDemo({ data, ports: await freePorts(), say: () => undefined })
  browser = await launchVisitor()
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
  rmSync(data, { recursive: true, force: true })
})

test('with both datacenters refused, hanging or answering 500, each click reaches its page and is counted exactly once afterwards', async () => {
  chapters = await tellStory({ browser, settings: demo.settings, faults: ['down', 'hang', 'error'], pairs: PAIRS })
  for (const { fault, clicks, reached, during, counted, thrown } of chapters) {
    expect({ fault, clicks, reached }).toEqual({ fault, clicks: PAIRS, reached: 2 * PAIRS })
    expect({ fault, during, counted }).toEqual({ fault, during: 0, counted: PAIRS })
    expect({ fault, thrown }).toEqual({ fault, thrown: [] })
  }
  expect(await readClicks(demo.settings)).toBe(3 * PAIRS)
  expect(await readBooks(demo.settings)).toMatchObject({ quarantined: 0, invalid: {}, balanced: true })
})

test('a tracked link opens as fast as an untracked one, whatever the datacenters do', () => {
  for (const { fault, trackedMs, untrackedMs } of chapters)
    expect(trackedMs - untrackedMs, `${fault}: ${trackedMs} ms tracked, ${untrackedMs} ms untracked`).toBeLessThan(
      SLOWER_MAX_MS,
    )
  expect(chapters).toHaveLength(3)
})
