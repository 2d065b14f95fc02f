// Starts a collector: one port, one log.
// Promises: a 2xx only when the record is durable; the same answer for good and bad content; a stop that answers what it has begun.
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { TokenKey } from '../event/index.ts'
import { systemDisk } from '../platform/index.ts'
import { Door, type DoorOptions } from './door.ts'
import { handle, type Routes } from './handler.ts'
import {
  CONNECTION_SWEEP_MS,
  CONNECTIONS_MAX,
  HEADER_BYTES_MAX,
  HEADER_MS_MAX,
  IDLE_MS_MAX,
  LINGER_MS,
  REQUEST_MS_MAX,
  STOP_MS_MAX,
} from './limits.ts'
import { metricsText, type WorkerFigures } from './metrics.ts'
import { TagFiles } from './tagfiles.ts'

export interface CollectorOptions extends DoorOptions {
  /** 0 takes a free one. */
  port: number
  /** Address to listen on; all of them by default. */
  host?: string
  /** Where the tag's files lie; the tag is not served without. */
  tagFolder?: string
  /** The version of the files that lie in the tag folder itself. */
  tagVersion?: string
  /** Live signing keys, for redirects. */
  keyOf?: (kid: string) => TokenKey | undefined
  connectionsMax?: number
  /** Figures of all workers, where there are several. */
  allFigures?: (own: WorkerFigures) => Promise<WorkerFigures[]>
}

export interface Collector {
  port: number
  /** This worker's figures. */
  figures(): WorkerFigures
  /**
   * Stop accepting, answer what has begun, end. The log stays open: it belongs to the caller.
   * @param lingerMs how long idle connections are kept, so that each is told to close with its next answer. Default LINGER_MS.
   */
  close(lingerMs?: number): Promise<void>
}

/** Start a collector. @throws the system's error when the port is taken. */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const door = new Door(options)
  let stopping = false
  const figures = (): WorkerFigures => ({
    door: door.figures,
    log: door.log.figures,
    logAvailable: door.log.trouble === undefined,
    freeBytes: systemDisk.freeBytes(door.log.folder),
    rateAddresses: door.limiter.size,
  })
  const routes: Routes = {
    door,
    tagFiles: new TagFiles(options.tagFolder, options.tagVersion),
    keyOf: options.keyOf ?? (() => undefined),
    metrics: async () => metricsText((await options.allFigures?.(figures())) ?? [figures()]),
    notReady: () => (stopping ? 'stopping' : door.log.trouble?.message),
  }
  const server = httpServer(routes, () => stopping)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    door.figures.connections = sockets.size
    socket.on('close', () => {
      sockets.delete(socket)
      door.figures.connections = sockets.size
    })
  })
  server.maxConnections = options.connectionsMax ?? CONNECTIONS_MAX
  server.on('drop', () => door.figures.refused.connections++)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    figures,
    async close(lingerMs = LINGER_MS) {
      stopping = true
      const closed = new Promise((resolve) => server.close(resolve))
      const idle = setTimeout(() => server.closeIdleConnections(), lingerMs)
      const rest = setTimeout(() => {
        for (const socket of sockets) socket.destroy()
      }, lingerMs + STOP_MS_MAX)
      await closed
      clearTimeout(idle)
      clearTimeout(rest)
    },
  }
}

function httpServer(routes: Routes, isStopping: () => boolean): Server {
  const { figures } = routes.door
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: HEADER_MS_MAX,
      requestTimeout: REQUEST_MS_MAX,
      keepAliveTimeout: IDLE_MS_MAX,
      connectionsCheckingInterval: CONNECTION_SWEEP_MS,
    },
    (req, res) => {
      if (isStopping()) res.setHeader('connection', 'close')
      void handle(routes, req, res)
    },
  )
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status =
      error.code === 'HPE_HEADER_OVERFLOW'
        ? '431 Request Header Fields Too Large'
        : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
          ? '408 Request Timeout'
          : '400 Bad Request'
    figures.refused[status.startsWith('408') ? 'timeout' : 'malformed']++
    if (!socket.writable) return void socket.destroy()
    socket.end(`HTTP/1.1 ${status}\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  })
  return server
}
