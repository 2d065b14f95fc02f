// The dashboard's files, as the build left them, each also in its short form. Read once, at the start.
import { fileURLToPath } from 'node:url'
import type { StaticPage } from '../api/index.ts'
import { exists, listFolder, readBytes } from '../platform/index.ts'

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
}

/** By path: `/` is `index.html`. Empty when the dashboard is not built. */
export function dashboardPages(): Map<string, StaticPage> {
  const folder = fileURLToPath(new URL('../../dist/dashboard/', import.meta.url))
  const pages = new Map<string, StaticPage>()
  for (const [path, files] of [
    ['/', ''],
    ['/assets/', 'assets/'],
  ] as const) {
    if (!exists(folder + files)) continue
    for (const name of listFolder(folder + files)) {
      const type = TYPES[name.split('.').at(-1)!]
      if (type === undefined) continue
      const file = folder + files + name
      const short = exists(`${file}.br`) ? { brotli: readBytes(`${file}.br`) } : {}
      pages.set(name === 'index.html' ? path : path + name, { type, body: readBytes(file), ...short })
    }
  }
  return pages
}
