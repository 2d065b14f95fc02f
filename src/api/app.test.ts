// No route can be added without being described; what is described, `test/system/api-access.test.ts` tries with keys of other sites.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openAccess } from './access/access.ts'
import { createApp, type Live } from './app.ts'
import type { ApiOptions } from './context.ts'

test('every route below /api is in the description that the tests of access and the fuzzing go by', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-app-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const options = { folder, pages: new Map(), sites: () => [], monotonic: () => 0 } as unknown as ApiOptions
  const access = openAccess(options, { now: () => 0, monotonic: () => 0 })
  const app = createApp(options, { access, stopping: AbortSignal.abort() } as unknown as Live)
  const { paths } = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Wayside', version: '1' } })
  const described = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const registered = app.routes
    .filter(({ method, path }) => path.startsWith('/api') && method !== 'ALL' && !path.includes('*'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  // These two are the description itself.
  const open = ['GET /api/v1', 'GET /api/v1/openapi.json']
  expect([...new Set(registered)].sort()).toEqual([...described, ...open].sort())
  expect(described.length).toBeGreaterThan(20)
})
