// What we say of the tag's size is its size, as built here and now.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

const said = (path: string): (number | undefined)[] => {
  const text = readFileSync(join(root, path), 'utf8')
  return [/[Tt]he tag is ([\d,]+) bytes brotli/, /[Tt]he snippet is ([\d,]+) bytes brotli/].map((pattern) => {
    const figure = pattern.exec(text)?.[1]
    return figure === undefined ? undefined : Number(figure.replace(',', ''))
  })
}

test('the reference and the README name the true sizes of the tag and of the snippet', () => {
  const out = mkdtempSync(join(tmpdir(), 'wayside-tag-'))
  try {
    const { status, stderr } = spawnSync('node', ['scripts/build-tag.ts', '--out', out], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(status, stderr).toBe(0)
    const built = ['wayside.js', 'snippet.html'].map((file) => brotliCompressSync(readFileSync(join(out, file))).length)
    expect(said('docs/reference/tag.md')).toEqual(built)
    expect(said('README.md')).toEqual(built)
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
})
