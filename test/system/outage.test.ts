// The main promise, whole and real: a book store, a recommender, two datacenters and a backend, each its own process; real Chromium
// clicking as a person does. While both datacenters fail nothing is slower for the visitor; afterwards each click counts once.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { crowding } from '../../lab/demo/crowding.ts'
import { type Demo, startDemo } from '../../lab/demo/demo.ts'
import { freePorts } from '../../lab/demo/free.ts'
import { type Chapter, median, readBooks, readClicks, tellStory } from '../../lab/demo/story.ts'
import { launchVisitor } from '../../lab/demo/visitor.ts'
import type { Browser } from '../../lab/drivers/index.ts'

const PAIRS = 8
/** How much later a tracked link may open than an untracked one, medians of one interleaved run, on a machine that is not crowded. */
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
  for (const { fault, clicks, reached, waiting, during, counted, thrown } of chapters) {
    expect({ fault, clicks, reached }).toEqual({ fault, clicks: PAIRS, reached: 2 * PAIRS })
    expect({ fault, waiting, during, counted }).toEqual({ fault, waiting: PAIRS, during: 0, counted: PAIRS })
    expect({ fault, thrown }).toEqual({ fault, thrown: [] })
  }
  expect(await readClicks(demo.settings)).toBe(3 * PAIRS)
  expect(await readBooks(demo.settings)).toMatchObject({ quarantined: 0, invalid: {}, balanced: true })
}, 300_000)

test('a visitor who comes for the first time during the outage, before the tag could ever be fetched, loses no click either', async () => {
  const stranger = await launchVisitor()
  onTestFinished(() => stranger.close())
  const before = await readClicks(demo.settings)
  const [chapter] = await tellStory({
    browser: stranger,
    settings: demo.settings,
    faults: ['down'],
    pairs: 2,
    firstVisit: true,
  })
  expect(chapter).toMatchObject({ reached: 4, during: 0, counted: 2, thrown: [] })
  expect(await readClicks(demo.settings)).toBe(before + 2)
}, 300_000)

test('a tracked link opens as fast as an untracked one, whatever the datacenters do', async () => {
  expect(chapters).toHaveLength(3)
  for (const first of chapters) {
    const told = [first]
    // Few clicks on a machine that is busy with other things say little: twice as many again, judged together with the first.
    const limitMs = SLOWER_MAX_MS * crowding()
    if (slower(told) >= limitMs)
      told.push(...(await tellStory({ browser, settings: demo.settings, faults: [first.fault], pairs: 2 * PAIRS })))
    expect(slower(told), `${first.fault}, ${told.length} runs`).toBeLessThan(limitMs)
  }
}, 300_000)

/** How much longer the median tracked click took, milliseconds. */
function slower(told: Chapter[]): number {
  return median(told.flatMap((chapter) => chapter.trackedMs)) - median(told.flatMap((chapter) => chapter.untrackedMs))
}
