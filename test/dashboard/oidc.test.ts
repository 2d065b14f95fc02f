// Signing in at the dashboard with an identity provider (oidc-provider on this machine), in Chromium.
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../lab/gate/index.ts'
import { dashboardPages } from '../../src/cli/pages.ts'
import { Facts, type Served } from '../system/answers-kit.ts'
import { type IdentityProvider, startProvider } from '../system/provider-kit.ts'

const facts = new Facts('mine', 'theirs')
let provider: IdentityProvider
let served: Served
let browser: Browser

beforeAll(async () => {
  await facts.open()
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  provider = await startProvider(publicUrl)
  const options = { publicUrl, port, oidc: provider.settings, pages: dashboardPages() }
  served = await facts.serveWith(options as never, 'admin:*')
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
})
afterAll(async () => {
  await browser.close()
  await served.api.close()
  await facts.close()
  await provider.close()
})

test('the button leads to the provider and back to the view that was asked for, of the sites that the settings give', async () => {
  const page = await browser.newPage()
  await page.goto(`${served.url}/?view=books`)
  const asked = page.waitForRequest((request) => request.url().startsWith(provider.settings.issuer))
  await page.getByRole('link', { name: 'Sign in with the test' }).click()
  await asked
  await page.waitForSelector('main#view[data-view="books"]')
  expect(page.url()).toBe(`${served.url}/?view=books`)
  expect(await page.locator('body').innerText()).toContain('mine')
  expect(await page.locator('body').innerText()).not.toContain('theirs')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Read key').waitFor()
  await page.close()
})

test('somebody whom the settings do not name is told so, with a way back to the sign-in', async () => {
  const page = await browser.newPage()
  const { person } = provider
  provider.person = { ...person, email: 'mallory@shop.example' }
  await page.goto(served.url)
  await page.getByRole('link', { name: 'Sign in with the test' }).click()
  await page.getByText('You were not signed in').waitFor()
  provider.person = person
  await page.getByRole('link').first().click()
  await page.getByLabel('Read key').waitFor()
  await page.close()
})
