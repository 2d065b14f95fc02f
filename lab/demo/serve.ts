// Starts one of the demo's servers in its own process. Promises: ends with its parent, however that ended; leaves nothing behind.
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { serve as listen } from '@hono/node-server'
import type { Hono } from 'hono'
import { publicFolder } from './root.ts'

/** Serve on 127.0.0.1, tell the parent, and go on until it says stop or is gone. */
export function serve(app: Hono, port: number, beforeEnd: () => Promise<void> = () => Promise.resolve()): void {
  listen({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => process.send?.({ ready: true }))
  const stop = (): void => {
    void beforeEnd().finally(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('disconnect', stop)
}

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
}

/** Serve some public files under their names. */
export function servePublic(app: Hono, names: string[]): void {
  for (const name of names)
    app.get(`/${name}`, (context) => {
      context.header('content-type', TYPES[extname(name)] ?? 'application/octet-stream')
      context.header('cache-control', 'no-cache')
      return context.body(readFileSync(join(publicFolder, name)))
    })
}
