// The node:http server behind the fast lane: answers every HTTP/1 request that the lane does not take. It listens nowhere itself.
import { createServer, type Server } from 'node:http'
import type { Figures } from './figures.ts'
import { handle, type Routes } from './handler.ts'
import { lastAnswer } from './lane-answers.ts'
import { CONNECTION_SWEEP_MS, HEADER_BYTES_MAX, HEADER_MS_MAX, IDLE_MS_MAX, REQUEST_MS_MAX } from './limits.ts'

/** Make the server; give it sockets by `emit('connection', socket)`. */
export function fallbackServer(routes: Routes, isStopping: () => boolean): Server {
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: HEADER_MS_MAX,
      requestTimeout: REQUEST_MS_MAX,
      keepAliveTimeout: IDLE_MS_MAX,
      keepAliveTimeoutBuffer: 0,
      connectionsCheckingInterval: CONNECTION_SWEEP_MS,
    },
    (req, res) => {
      if (isStopping()) res.setHeader('connection', 'close')
      void handle(routes, req, res)
    },
  )
  // Also of a peer that does not read its answers.
  server.timeout = IDLE_MS_MAX
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const { status, refusal } = faultOf(error)
    routes.door.figures.refused[refusal]++
    if (socket.writable) socket.end(lastAnswer(status), () => socket.destroy())
    else socket.destroy()
  })
  // A client that sends, half-closes and then reads gets its answer, as in the fast lane. Not in the documentation; see lib/_http_server.js.
  Object.assign(server, { httpAllowHalfOpen: true })
  // Nothing listens on it, but this is what starts the checks of header and request timeouts (`setupConnectionsTracking`).
  server.emit('listening')
  return server
}

function faultOf({ code }: NodeJS.ErrnoException): { status: string; refusal: keyof Figures['refused'] } {
  if (code === 'HPE_HEADER_OVERFLOW') return { status: '431 Request Header Fields Too Large', refusal: 'too-large' }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: '408 Request Timeout', refusal: 'timeout' }
  if (code === 'ECONNRESET' || code === 'HPE_INVALID_EOF_STATE')
    return { status: '400 Bad Request', refusal: 'aborted' }
  return { status: '400 Bad Request', refusal: 'malformed' }
}
