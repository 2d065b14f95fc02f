import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from './config.ts'

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'wayside.yaml'), text)
  return join(folder, 'wayside.yaml')
}

test('without a file the defaults hold', () => {
  expect(readConfig(undefined)).toMatchObject({
    datacenter: 'a',
    collector: { port: 8101, workers: 1 },
    api: { port: 8090 },
    sites: {},
  })
})

test('flags win over the environment, which wins over the file', () => {
  const path = file('data: /srv/wayside\ncollector:\n  port: 1\n  host: 0.0.0.0\napi:\n  port: 1\n')
  const config = readConfig(
    path,
    { WAYSIDE_COLLECTOR_PORT: '2', WAYSIDE_API_PORT: '2' },
    { 'api.port': 3, data: undefined },
  )
  expect(config).toMatchObject({ data: '/srv/wayside', collector: { port: 2, host: '0.0.0.0' }, api: { port: 3 } })
})

test("a relative data folder is the file's neighbour", () => {
  const path = file('data: ./here\n')
  expect(readConfig(path).data).toBe(join(path, '../here'))
})

test('a wrong value names the file, the line and what is wrong', () => {
  const path = file('datacenter: a\ncollector:\n  port: many\n')
  expect(() => readConfig(path)).toThrow(`${path}:3: collector.port: Invalid input: expected number`)
})

test('an unknown setting is a mistake, at its line', () => {
  const path = file('datacenter: a\ncolector:\n  port: 1\n')
  expect(() => readConfig(path)).toThrow(`${path}:2: colector: no such setting`)
})

test('a wrong environment variable is named', () => {
  expect(() => readConfig(undefined, { WAYSIDE_API_PORT: '99999' })).toThrow('WAYSIDE_API_PORT: api.port: ')
})

test('broken YAML names its line', () => {
  const path = file('data: x\nsites: [\n')
  expect(() => readConfig(path)).toThrow(/wayside\.yaml:\d: not YAML: /)
  expect(() => readConfig('/no/such.yaml')).toThrow('/no/such.yaml: no such file')
})

test('sites have their own settings, and may have none', () => {
  const path = file(
    'sites:\n  bookstore:\n    origins: https://a.example https://b.example\n    repeatWindowSeconds: 60\n  toyshop:\n',
  )
  expect(readConfig(path).sites).toEqual({
    bookstore: { origins: ['https://a.example', 'https://b.example'], repeatWindowSeconds: 60 },
    toyshop: {},
  })
})

test('collectors are addresses without a path, and an identity provider needs to know where people come back to', () => {
  const collectors = readConfig(undefined, {
    WAYSIDE_COLLECTORS: 'https://a.example/ https://b.example:8443',
  }).collectors
  expect(collectors).toEqual(['https://a.example', 'https://b.example:8443'])
  expect(() => readConfig(undefined, { WAYSIDE_COLLECTORS: 'https://a.example/w/1' })).toThrow('without a path')
  const oidc =
    'oidc:\n  issuer: https://id.example\n  clientId: wayside\n  clientSecret: s\n  grants:\n    eve@shop.example: { right: read, sites: "*" }\n'
  expect(() => readConfig(file(oidc))).toThrow(/wayside\.yaml:1: oidc: needs api\.publicUrl/)
  const config = readConfig(file(`${oidc}api:\n  publicUrl: https://wayside.example\n`))
  expect(config.oidc).toMatchObject({ claim: 'email', grants: { 'eve@shop.example': { right: 'read', sites: '*' } } })
})
