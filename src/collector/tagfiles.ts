// The tag's files, held in memory: an exact version never changes, `v1` is the newest of it.
// Reads `<folder>/<version>/<file>` and files that lie in the folder itself, which count as the version given.
import { createHash } from 'node:crypto'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { isFolder, listFolder, readBytes } from '../platform/index.ts'

export interface TagFile {
  bytes: Buffer
  brotli: Buffer
  gzip: Buffer
  type: string
  etag: string
}

const VERSION = /^\d+\.\d+\.\d+$/
const FILE = /^[A-Za-z0-9][A-Za-z0-9._-]*\.(js|mjs|cjs|map|sri|json|txt)$/
const TYPES: Record<string, string> = {
  map: 'application/json',
  json: 'application/json',
  sri: 'text/plain',
  txt: 'text/plain',
}

/** Files by `<version>/<name>`; `v<major>/<name>` too. */
export class TagFiles {
  readonly #files = new Map<string, TagFile>()

  constructor(folder: string | undefined, version: string | undefined) {
    if (folder === undefined) return
    if (version !== undefined) this.#take(folder, version)
    const versions = listFolder(folder).filter((name) => VERSION.test(name) && isFolder(`${folder}/${name}`))
    for (const name of versions) this.#take(`${folder}/${name}`, name)
    const all = [...versions, ...(version === undefined ? [] : [version])].sort(byVersion)
    for (const name of all) this.#alias(name)
  }

  /** A file, and whether its address may be kept for ever. */
  find(version: string, name: string): { file: TagFile; immutable: boolean } | undefined {
    const file = this.#files.get(`${version}/${name}`)
    return file && { file, immutable: VERSION.test(version) }
  }

  get size(): number {
    return this.#files.size
  }

  #take(folder: string, version: string): void {
    for (const name of listFolder(folder)) {
      const extension = FILE.exec(name)?.[1]
      if (extension === undefined) continue
      const bytes = readBytes(`${folder}/${name}`)
      const type = `${TYPES[extension] ?? 'text/javascript'}; charset=utf-8`
      const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
      const file = { bytes, brotli: brotliCompressSync(bytes), gzip: gzipSync(bytes), type, etag }
      this.#files.set(`${version}/${name}`, file)
    }
  }

  /** Later versions are aliased later, and so win. */
  #alias(version: string): void {
    const major = `v${version.split('.')[0]}`
    for (const [path, file] of [...this.#files])
      if (path.startsWith(`${version}/`)) this.#files.set(`${major}${path.slice(version.length)}`, file)
  }
}

function byVersion(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  for (const [at, number] of left!.entries()) if (number !== right![at]) return number - right![at]!
  return 0
}
