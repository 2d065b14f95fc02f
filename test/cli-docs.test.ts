// The reference pages that code states are what the code says today. To mend a red test: npm run docs
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { cliReference, configReference } from '../scripts/docs.ts'

const page = (name: string): string =>
  readFileSync(join(resolve(import.meta.dirname, '../docs/reference'), name), 'utf8')

test('docs/reference/config.md lists every setting, its default and its environment twin', () => {
  expect(page('config.md')).toBe(configReference())
})

test('docs/reference/cli.md is the help of every command', () => {
  expect(page('cli.md')).toBe(cliReference())
})
