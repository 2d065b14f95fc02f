// The files that tiles save, taken by the menu as a person would, and read back by other software than wrote them.
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import type { Page } from 'playwright-core'
import { tile } from './person.ts'

export type Row = Record<string, unknown>

/** What the menu of a tile offers to save, as its buttons say it; nothing when it has no menu. */
export async function offered(page: Page, name: string): Promise<string[]> {
  const menu = tile(page, name).locator('details.menu')
  if ((await menu.count()) === 0) return []
  await menu.locator('summary').click()
  // That the menu is open is told to the page by an event, after the click.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const said = await menu.getByRole('button', { name: 'Download' }).allInnerTexts()
  await menu.locator('summary').click()
  return said.map((text) => text.replace('Download ', ''))
}

export async function save(page: Page, name: string, format: string): Promise<Buffer> {
  const menu = tile(page, name).locator('details.menu')
  await menu.locator('summary').click()
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 5_000 }),
    menu.getByRole('button', { name: `Download ${format}` }).click(),
  ])
  return readFileSync((await download.path())!)
}

/** Of a CSV file: every cell is text. */
export function readCsv(file: Buffer): Record<string, string>[] {
  return parse(file, { columns: true, record_delimiter: '\r\n' })
}

export function readNdjson(file: Buffer): Row[] {
  return file
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row)
}

export async function readParquet(file: Buffer): Promise<Row[]> {
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer
  return (await parquetReadObjects({ file: bytes, compressors })) as Row[]
}
