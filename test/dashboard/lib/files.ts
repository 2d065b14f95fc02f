// The files that tiles save, taken by the menu as a person would.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { tile } from './person.ts'

export async function save(page: Page, name: string, format: string): Promise<Buffer> {
  const menu = tile(page, name).locator('details.menu')
  await menu.locator('summary').click()
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 5_000 }),
    menu.getByRole('button', { name: `Download ${format}` }).click(),
  ])
  return readFileSync((await download.path())!)
}
