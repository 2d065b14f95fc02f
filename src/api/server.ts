// The API on a port.
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { WaysideError } from '../event/index.ts'
import { createApp } from './app.ts'
import type { ApiOptions } from './context.ts'

export interface ApiServer {
  port: number
  /** Stops accepting, lets running requests end, then resolves. */
  close(): Promise<void>
}

/** @throws WaysideError PORT_IN_USE */
export async function startApi(options: ApiOptions & { host: string; port: number }): Promise<ApiServer> {
  const server = createServer(getRequestListener(createApp(options).fetch))
  await listen(server, options.port, options.host)
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
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
