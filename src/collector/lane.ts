// The fast lane: reads the one request that matters straight from the socket; everything else goes, untouched, to node:http.
// Promises: one request at a time a connection, answered in order, 204 only when durable; bounded memory and time. The reasons
// and the proofs stand in docs/decisions/fast-lane.md.
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { Door } from './door.ts'
import { LaneAnswers } from './lane-answers.ts'
import { LaneConnection } from './lane-connection.ts'
import type { LaneSide } from './lane-side.ts'

/** All connections that are in the lane now. */
export class Lane implements LaneSide {
  readonly door: Door
  readonly answers: LaneAnswers
  readonly connections: Set<LaneConnection> = new Set()
  readonly #fallback: Server
  stopping = false

  constructor(door: Door, fallback: Server) {
    this.door = door
    this.answers = new LaneAnswers(door.clock)
    this.#fallback = fallback
  }

  /** Take a new connection, plain or TLS. */
  accept(socket: Socket): void {
    const { connections } = this
    const connection: LaneConnection = new LaneConnection(socket, this, () => connections.delete(connection))
    connections.add(connection)
  }

  /** Give a connection and the bytes that nobody has answered yet to node:http, for good. */
  handOver(socket: Socket, bytes: Buffer): void {
    this.door.figures.handedOver++
    if (socket.readableEnded) {
      this.#fallback.emit('connection', replay(socket, bytes))
      return
    }
    socket.pause()
    if (bytes.length > 0) socket.unshift(bytes)
    this.#fallback.emit('connection', socket)
    socket.resume()
  }

  /** End what is too slow, or idle for too long. Call it every CONNECTION_SWEEP_MS. */
  sweep(): void {
    const now = this.door.clock.monotonic()
    for (const connection of this.connections) connection.sweep(now)
  }

  /** End connections that are between two requests. */
  endIdle(): void {
    for (const connection of this.connections) connection.endIfIdle()
  }
}

/** A stream that reads as `bytes` and writes to a socket whose peer sends no more: nothing can be put back before an end. */
function replay(socket: Socket, bytes: Buffer): Duplex {
  const stream = new Duplex({
    allowHalfOpen: true,
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => void socket.write(chunk, () => done()),
    final: (done) => void socket.end(() => done()),
    destroy: (error, done) => {
      socket.destroy()
      done(error)
    },
  })
  stream.push(bytes)
  stream.push(null)
  return Object.assign(stream, { remoteAddress: socket.remoteAddress })
}
