// The safety card as a site owner runs it: in the first engine that is installed, a page with Wayside is no worse than without, and what Wayside
// sends has been waited for.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ENGINES, isInstalled } from '../../lab/drivers/index.ts'
import { safety } from '../../lab/safety/index.ts'

const engine = ENGINES.find(isInstalled)

test.runIf(engine)('the card of a plain page says what is sent a page view, and that nothing got worse', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-safety-'))
  try {
    writeFileSync(
      join(folder, 'index.html'),
      '<!doctype html><title>A shop</title><p><a href="other.html">one</a> <a href="other.html?2">two</a></p>',
    )
    writeFileSync(join(folder, 'other.html'), '<!doctype html><title>Another page</title>')
    const { text, worse } = await safety(join(folder, 'index.html'), engine!, 1)
    expect(worse, text).toBe(false)
    const sent = /bytes sent a page view +(\d+) +(\d+)/.exec(text)
    expect(Number(sent?.[1]), text).toBe(0)
    expect(Number(sent?.[2]), text).toBeGreaterThan(0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
