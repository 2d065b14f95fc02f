// The port: accepts connections, plain or TLS, bounds their number, and gives each to the fast lane, to HTTP/2 or to node:http.
// Promises: a stop refuses nobody who is being served, and takes bounded time.
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { fallbackServer } from './fallback.ts'
import type { Routes } from './handler.ts'
import { http2Server } from './http2.ts'
import { Lane } from './lane.ts'
import { lastAnswer, lastWord } from './lane-answers.ts'
import { CONNECTION_SWEEP_MS, RETRY_AFTER_SECONDS, STOP_MS_MAX } from './limits.ts'
import { type TlsFiles, tlsServer } from './tls.ts'

export interface FrontOptions {
  port: number
  host: string | undefined
  connectionsMax: number
  fastLane: boolean
  tls: TlsFiles | undefined
  say: (text: string) => void
}

export interface Front {
  port: number
  readonly stopping: boolean
  close(lingerMs: number): Promise<void>
}

/** Listen. @throws the system's error when the port is taken, or when the certificate cannot be read. */
export async function openFront(routes: Routes, options: FrontOptions): Promise<Front> {
  const { figures } = routes.door
  const sockets = new Set<Socket>()
  const isStopping = (): boolean => lane.stopping
  const fallback = fallbackServer(routes, isStopping)
  const lane = new Lane(routes.door, fallback)
  const http2 = http2Server(routes)

  const serve = (socket: Socket): void => {
    if (options.fastLane) lane.accept(socket)
    else fallback.emit('connection', socket)
  }
  /** @returns whether there is room for one more. */
  const admit = (socket: Socket): boolean => {
    if (sockets.size >= options.connectionsMax) {
      figures.refused.connections++
      lastWord(
        socket,
        options.tls ? '' : lastAnswer('503 Service Unavailable', `Retry-After: ${RETRY_AFTER_SECONDS}\r\n`),
      )
      return false
    }
    sockets.add(socket)
    figures.connections = sockets.size
    socket.on('close', () => {
      sockets.delete(socket)
      figures.connections = sockets.size
    })
    return true
  }
  const tls = options.tls && tlsServer(options.tls, { serve, serveHttp2: http2.serve, say: options.say })
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    if (!admit(socket)) return
    if (tls) tls.accept(socket)
    else serve(socket)
  })
  await listen(server, options)
  const sweep = setInterval(() => lane.sweep(), CONNECTION_SWEEP_MS)
  return {
    port: (server.address() as AddressInfo).port,
    get stopping() {
      return lane.stopping
    },
    async close(lingerMs) {
      lane.stopping = true
      const closed = new Promise((resolve) => server.close(resolve))
      const idle = setTimeout(() => {
        lane.endIdle()
        fallback.closeIdleConnections()
        http2.endSessions()
      }, lingerMs)
      const rest = setTimeout(() => {
        for (const socket of sockets) socket.destroy()
      }, lingerMs + STOP_MS_MAX)
      await closed
      clearTimeout(idle)
      clearTimeout(rest)
      clearInterval(sweep)
      fallback.close()
      tls?.close()
    },
  }
}

function listen(server: Server, { port, host }: FrontOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog: 4_096 }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
