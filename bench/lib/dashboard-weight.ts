// What the built dashboard weighs on the wire.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

const root = resolve(import.meta.dirname, '../..')

/** Each kind of file, brotli. */
export function weigh(): string {
  const dist = join(root, 'dist/dashboard')
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
    (name) => statSync(join(dist, name)).isFile() && !name.endsWith('.br'),
  )
  const sizes = files.map(
    (name) =>
      [
        name,
        name.endsWith('.woff2')
          ? statSync(join(dist, name)).size
          : brotliCompressSync(readFileSync(join(dist, name))).length,
      ] as const,
  )
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0)
  return `${sizes.map(([name, bytes]) => `${name} ${bytes.toLocaleString('en')}`).join(', ')}: ${total.toLocaleString('en')} bytes brotli in all`
}
