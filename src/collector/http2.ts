// HTTP/2, on TLS only. It listens nowhere itself: sockets that negotiated `h2` are given to it.
import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2'
import type { Socket } from 'node:net'
import { handle, type Routes } from './handler.ts'
import { HEADER_BYTES_MAX, IDLE_MS_MAX, STREAMS_MAX } from './limits.ts'

export interface Http2Front {
  serve(socket: Socket): void
  /** Tell every session to finish its streams and go. */
  endSessions(): void
}

export function http2Server(routes: Routes): Http2Front {
  const sessions = new Set<ServerHttp2Session>()
  const server: Http2Server = createServer(
    {
      settings: { maxConcurrentStreams: STREAMS_MAX, maxHeaderListSize: HEADER_BYTES_MAX, enablePush: false },
      maxSessionInvalidFrames: 100,
      maxSessionRejectedStreams: 100,
      maxSessionMemory: 5,
    },
    (req, res) => void handle(routes, req, res),
  )
  server.on('session', (session) => {
    sessions.add(session)
    session.setTimeout(IDLE_MS_MAX, () => session.close())
    session.on('close', () => sessions.delete(session))
    session.on('error', () => {
      routes.door.figures.refused.malformed++
    })
  })
  server.on('sessionError', () => undefined)
  return {
    serve: (socket) => void server.emit('connection', socket),
    endSessions: () => {
      for (const session of sessions) session.close()
    },
  }
}
