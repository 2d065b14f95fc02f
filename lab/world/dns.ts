// The name server of the lab's namespace: every `*.test` name is 127.0.0.1, at once, late, or with a failure.
// Answers A; says "no such record" for anything else (RFC 1035 section 4.1).
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'

export interface NameServer {
  /** Milliseconds before each answer. */
  delayMs: number
  /** Answers SERVFAIL. */
  failing: boolean
  close(): void
}

const TYPE_A = 1
const SERVER_FAILURE = 2

function answerTo(query: Buffer, failing: boolean): Buffer {
  let end = 12
  while (query[end]! > 0) end += query[end]! + 1
  const question = query.subarray(12, end + 5)
  const known = !failing && query.readUInt16BE(end + 1) === TYPE_A
  const head = Buffer.alloc(12)
  query.copy(head, 0, 0, 2)
  head.writeUInt16BE(0x8180 | (failing ? SERVER_FAILURE : 0), 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(known ? 1 : 0, 6)
  // A pointer to the question's name, type A, class IN, five seconds to live, four bytes: 127.0.0.1.
  const record = Buffer.from([0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, 5, 0, 4, 127, 0, 0, 1])
  return Buffer.concat(known ? [head, question, record] : [head, question])
}

/** Listens on port 53 of 127.0.0.1: only inside the lab's own namespace. */
export async function startNameServer(): Promise<NameServer> {
  const socket: Socket = createSocket('udp4')
  const server: NameServer = { delayMs: 0, failing: false, close: () => socket.close() }
  socket.on('message', (query: Buffer, from: RemoteInfo) => {
    const answer = answerTo(query, server.failing)
    setTimeout(() => socket.send(answer, from.port, from.address), server.delayMs)
  })
  socket.bind(53, '127.0.0.1')
  await once(socket, 'listening')
  return server
}
