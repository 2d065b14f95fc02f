// Sockets that share a buffer read the same as others do, in the release of Node that runs here.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { readApart, readShared } from './shared-read.ts'

/** Clients send, in turns, what the server's sockets read. */
async function pair(
  onSocket: (socket: Socket) => void,
): Promise<{ client(): Promise<Socket>; close(): Promise<void> }> {
  const server = createServer({ allowHalfOpen: true }, onSocket)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    client: () =>
      new Promise((resolve) => {
        const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

test('each connection gets its own bytes and its own end, also what comes after it was set apart', async () => {
  const heard = new Map<number, string>()
  let shared = true
  let ended = 0
  const { client, close } = await pair((socket) => {
    const port = socket.remotePort!
    const note = (bytes: Buffer): void => void heard.set(port, (heard.get(port) ?? '') + bytes.toString())
    shared &&= readShared(socket, (bytes, length) => {
      note(bytes.subarray(0, length))
      if (!bytes.subarray(0, length).includes('|')) return
      readApart(socket)
      socket.on('data', note)
    })
    socket.on('end', () => {
      ended++
      socket.end()
    })
  })
  const clients = await Promise.all(Array.from({ length: 20 }, client))
  for (const word of ['one', '|', 'two', 'three'.repeat(50_000)])
    await Promise.all(
      clients.map((socket, at) => new Promise<void>((resolve) => socket.write(`${at}${word}`, () => resolve()))),
    )
  const ports = clients.map(({ localPort }) => localPort!)
  await Promise.all(
    clients.map((socket) => {
      const closed = new Promise((resolve) => socket.on('close', resolve))
      socket.resume()
      socket.end()
      return closed
    }),
  )
  await close()
  expect(shared, 'this Node has the parts that are set by hand').toBe(true)
  expect(ended).toBe(20)
  for (const [at, port] of ports.entries())
    expect(heard.get(port), `connection ${at}`).toBe(`${at}one${at}|${at}two${at}${'three'.repeat(50_000)}`)
})

test('a paused socket reads nothing until it is resumed', async () => {
  let heard = ''
  let accepted!: Socket
  const { client, close } = await pair((socket) => {
    accepted = socket
    readShared(socket, (bytes, length) => {
      heard += bytes.toString('latin1', 0, length)
      socket.pause()
    })
    socket.on('end', () => socket.end())
  })
  const socket = await client()
  const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30))
  socket.write('a')
  await expect.poll(() => heard, { timeout: 20_000 }).toBe('a')
  socket.write('b')
  await tick()
  expect(heard).toBe('a')
  accepted.resume()
  await expect.poll(() => heard, { timeout: 20_000 }).toBe('ab')
  accepted.resume()
  socket.resume()
  socket.end()
  await close()
})
