// The three browser drivers do what the tests in this folder rely on: trusted input, pages that may hang, nothing left behind.
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, ENGINES, isInstalled, launch } from '../../lab/drivers/index.ts'

const PAGE = `<!doctype html><link rel="icon" href="data:,"><a id="link" href="/next">link</a><input id="field">
<script>window.seen = []
for (const type of ['click', 'auxclick', 'keydown'])
  addEventListener(type, (event) => seen.push([type, event.button ?? event.key, event.isTrusted]))</script>`

let server: Server
let base: string

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/hang') return
    response.setHeader('Content-Type', 'text/html')
    response.end(PAGE)
  }).listen(0)
  await once(server, 'listening')
  base = `http://localhost:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Processes of a group that are alive: a zombie isn't. */
const aliveInGroup = (group: number): number =>
  readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name) || !existsSync(`/proc/${name}/stat`)) return false
    const [, state, , pgrp] = readFileSync(`/proc/${name}/stat`, 'utf8').match(/\) (\S) (\d+) (\d+)/) ?? []
    return Number(pgrp) === group && state !== 'Z'
  }).length

describe.each(ENGINES)('%s', (engine) => {
  test.runIf(isInstalled(engine) && engine !== 'webkit')('with storage blocked, every access throws', async () => {
    const browser = await launch(engine, { blockStorage: true })
    try {
      const page = await browser.newPage()
      await page.goto(`${base}/`)
      const access = `(() => { try { localStorage.x = 1; return 'stored' } catch (error) { return error.name } })()`
      expect(await page.evaluate(access)).toBe('SecurityError')
    } finally {
      await browser.close()
    }
  })

  test.runIf(isInstalled(engine))('clicks and keys are trusted, and a link is followed', async () => {
    const browser: Browser = await launch(engine)
    try {
      const page = await browser.newPage()
      expect(await page.goto(`${base}/`)).toBe(true)
      await page.click('#field')
      await page.key('a')
      expect(await page.evaluate('[seen, document.querySelector("#field").value]')).toEqual([
        [
          ['click', 0, true],
          ['keydown', 'a', true],
        ],
        'a',
      ])
      await page.click('#link')
      await expect.poll(() => page.url(), { timeout: 10_000 }).toBe(`${base}/next`)
    } finally {
      await browser.close()
    }
    expect(aliveInGroup(browser.pid)).toBe(0)
  })

  test.runIf(isInstalled(engine))(
    'a page that hangs holds nothing up, and a killed browser leaves nothing',
    async () => {
      const browser = await launch(engine)
      try {
        const page = await browser.newPage()
        await page.goto(`${base}/`)
        expect(await page.goto(`${base}/hang`, { waitMs: 500 })).toBe(false)
        expect(await page.goto(`${base}/after`)).toBe(true)
      } finally {
        await browser.kill()
      }
      expect(aliveInGroup(browser.pid)).toBe(0)
    },
  )
})
