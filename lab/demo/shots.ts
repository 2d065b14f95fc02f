// `npm run demo:shots`: takes the pictures of the README and the guide from a running demo, with a visitor who clicks through an outage.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '../drivers/index.ts'
import { readCatalogue } from './catalogue.ts'
import type { Condition } from './datacenter.ts'
import { type Demo, startDemo } from './demo.ts'
import { freePorts } from './free.ts'
import { packageRoot } from './root.ts'
import { localUrl } from './settings.ts'
import { launchVisitor } from './visitor.ts'

const folder = join(packageRoot, 'docs/img')
const data = mkdtempSync(join(tmpdir(), 'wayside-demo-'))
const say = (what: string): void => void process.stderr.write(`${what} …\n`)
const WINDOW = ['--window-size=1360,1200', '--hide-scrollbars']

mkdirSync(folder, { recursive: true })
const demo = await startDemo({ data, ports: await freePorts(), say })
const browsers: Browser[] = []
try {
  const visitor = await open(...WINDOW)
  const shop = await visitor.newPage()
  say('a visit, an outage, a return and another outage: a minute and a half')
  await tell(shop, demo)
  const operator = await (await open(...WINDOW)).newPage()
  await shoot(operator, demo.url('control'), 'control')
  await shoot(shop, `${demo.url('store')}/book/moby-dick`, 'store')
} finally {
  for (const browser of browsers) await browser.close()
  await demo.stop()
  rmSync(data, { recursive: true, force: true })
}
process.exit()

async function open(...args: string[]): Promise<Browser> {
  const browser = await launchVisitor(...args)
  browsers.push(browser)
  return browser
}

/** What the pictures show: live clicks, an outage of both, clicks that were recovered, and an outage that goes on. */
async function tell(shop: Page, { url, settings }: Demo): Promise<void> {
  const books = readCatalogue().books
  let turn = 0
  const click = async (): Promise<void> => {
    const book = books[(turn * 23) % books.length]!
    await shop.goto(`${url('store')}/book/${book.id}`)
    await sleep(900)
    await shop.click(`.rail .card:nth-child(${1 + (turn % 4)}) a`)
    turn++
    await sleep(1_300)
  }
  const order = async (name: string, condition: Condition): Promise<void> => {
    await fetch(`${localUrl(settings.ports, 'control')}/datacenter/${name}/${condition}`, { method: 'POST' })
  }
  const clicks = async (count: number): Promise<void> => {
    for (let made = 0; made < count; made++) await click()
  }
  await clicks(6)
  await shop.click('.buy .button')
  await sleep(1_000)
  await shop.click('.basket > form .button')
  await sleep(1_500)
  await order('b', 'hang')
  await clicks(4)
  await order('both', 'down')
  await clicks(8)
  await order('both', 'up')
  await clicks(6)
  await order('a', 'slow')
  await clicks(3)
  await order('both', 'down')
  await clicks(3)
}

async function shoot(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address)
  await page.evaluate('scrollTo(0, 0)')
  await sleep(6_000)
  const file = join(folder, `${name}.png`)
  writeFileSync(file, await page.screenshot())
  process.stdout.write(`${file}\n`)
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
