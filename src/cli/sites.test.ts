import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Keyring } from './keyring.ts'
import { configSchema } from './settings.ts'
import { siteContexts } from './sites.ts'

test('the settings of a site reach judging, the data-centre list among them; a list that is not there is named', () => {
  const data = mkdtempSync(join(tmpdir(), 'wayside-sites-'))
  try {
    const path = join(data, 'networks.txt')
    writeFileSync(path, '# a cloud\n198.51.100.0/22\n')
    const config = (dataCentreList: string) =>
      configSchema.parse({ data, sites: { shop: { repeatWindowSeconds: 60, requireConsent: true, dataCentreList } } })
    const contextOf = siteContexts(config(path), new Keyring(data))
    expect(contextOf('shop')).toMatchObject({ repeatWindowMs: 60_000, consentRequired: true, origins: [] })
    expect(contextOf('shop')?.dataCentre?.('198.51.101.0/24')).toBe(true)
    expect(contextOf('shop')?.dataCentre?.('203.0.113.0/24')).toBe(false)
    expect(contextOf('elsewhere')).toBeUndefined()
    expect(() => siteContexts(config(join(data, 'nothing.txt')), new Keyring(data))).toThrow('nothing.txt')
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
})
