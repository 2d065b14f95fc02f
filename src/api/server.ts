// The API on a port.
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { WaysideError } from '../event/index.ts'
import { systemClock } from '../platform/index.ts'
import { openAccess } from './access/access.ts'
import { createApp } from './app.ts'
import type { ApiOptions } from './context.ts'
import { Tail } from './feed/tail.ts'
import { WebhookDesk } from './webhooks/desk.ts'

export interface ApiServer {
  port: number
  /** Stops accepting, ends streams and deliveries, lets running requests end, then resolves. */
  close(): Promise<void>
}

/** @throws WaysideError PORT_IN_USE */
export async function startApi(options: ApiOptions & { host: string; port: number }): Promise<ApiServer> {
  const stopping = new AbortController()
  const { answers } = options
  const access = openAccess(options, systemClock)
  const tail = new Tail((after) => answers.feedPage(after), systemClock)
  const desk = new WebhookDesk({
    folder: options.folder,
    tail,
    clock: systemClock,
    now: () => answers.feedPlace(),
    retryMs: options.webhookRetryMs,
  })
  const server = createServer(
    getRequestListener(createApp(options, { access, tail, desk, stopping: stopping.signal }).fetch),
  )
  await listen(server, options.port, options.host)
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    async close() {
      stopping.abort()
      await desk.stop()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      })
    },
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' ? new WaysideError('PORT_IN_USE', `${host}:${port} is taken (--api-port).`) : error,
      )
    })
    server.listen(port, host, resolve)
  })
}
