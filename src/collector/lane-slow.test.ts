// A peer that sends requests but does not take its answers: nothing piles up for it, and it is not kept for ever.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { openLog } from '../log/index.ts'
import { Door } from './door.ts'
import { fallbackServer } from './fallback.ts'
import { Lane } from './lane.ts'
import { lastAnswer, lastWord } from './lane-answers.ts'
import { IDLE_MS_MAX } from './limits.ts'
import { TagFiles } from './tagfiles.ts'

const REQUEST = 'POST /w/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody'
const patience = { timeout: 20_000 }
const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

/** A stream whose other end takes the first chunk and no more, until told to. */
function stuck(): { socket: Socket; written: Buffer[]; flow(): void } {
  const written: Buffer[] = []
  const waiting: (() => void)[] = []
  let flowing = false
  const stream = new Duplex({
    highWaterMark: 100,
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk)
      if (flowing) done()
      else waiting.push(done)
    },
  })
  const more = {
    setTimeout: (ms: number, then: () => void) => void (deadlines.push([ms, then]) && undefined),
    destroySoon: () => undefined,
    remoteAddress: '127.0.0.1',
  }
  const flow = (): void => {
    flowing = true
    for (const done of waiting.splice(0)) done()
  }
  return { socket: Object.assign(stream, more) as unknown as Socket, written, flow }
}
const deadlines: [ms: number, then: () => void][] = []
/** The socket hears what a real one does when its time is up. */
const timeUp = (socket: Socket): boolean => socket.emit('timeout')

test('pipelined requests wait until the answers before them are taken, and then all are answered', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-slow-'))
  const log = await openLog({ folder: join(folder, 'log') })
  const lane = new Lane(new Door({ log, datacenter: 'a' }), createServer())
  const { socket, written, flow } = stuck()
  lane.accept(socket)
  socket.push(REQUEST.repeat(5))
  await expect.poll(() => written.length, patience).toBe(1)
  await later()
  expect(log.figures.records, 'one is recorded; the others wait for the peer').toBe(1)
  flow()
  await expect.poll(() => log.figures.records, patience).toBe(5)
  await expect.poll(() => written.length, patience).toBe(5)
  const answers = Buffer.concat(written)
    .toString()
    .match(/HTTP\/1\.1 204/g)
  expect(answers).toHaveLength(5)
  socket.destroy()
  await log.close()
  rmSync(folder, { recursive: true })
})

test('a last word that is not taken ends with the connection all the same', () => {
  const { socket } = stuck()
  socket.write('an answer that is not taken')
  deadlines.length = 0
  lastWord(socket, lastAnswer('408 Request Timeout'))
  expect(socket.destroyed).toBe(false)
  expect(deadlines).toHaveLength(1)
  deadlines[0]![1]()
  expect(socket.destroyed).toBe(true)
})

/** A connection of node:http behind the lane, whose peer has asked whether the collector is alive. */
async function onFallback(run: (peer: ReturnType<typeof stuck>) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-slow-'))
  const log = await openLog({ folder: join(folder, 'log') })
  const door = new Door({ log, datacenter: 'a' })
  const routes = { door, tagFiles: new TagFiles(undefined, undefined), keyOf: () => undefined }
  const all = { ...routes, metrics: async () => '', notReady: () => undefined }
  const server = fallbackServer(all, () => false)
  const peer = stuck()
  deadlines.length = 0
  server.emit('connection', peer.socket)
  peer.socket.push('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  await expect.poll(() => peer.written.length, patience).toBe(1)
  await run(peer)
  server.closeAllConnections()
  server.emit('close')
  await log.close()
  rmSync(folder, { recursive: true })
}

test('on node:http too, a peer that does not take its answer is not kept for ever', async () => {
  await onFallback(async ({ socket }) => {
    await later()
    expect(deadlines.at(-1)?.[0], 'from the beginning, not from the end of the answer').toBe(IDLE_MS_MAX)
    expect(socket.destroyed).toBe(false)
    timeUp(socket)
    expect(socket.destroyed).toBe(true)
  })
})

test('on node:http too, a connection that is idle after its answer is kept as long as in the lane, and no longer', async () => {
  await onFallback(async ({ socket, flow }) => {
    deadlines.length = 0
    flow()
    await expect.poll(() => deadlines.map(([ms]) => ms), patience).toEqual([IDLE_MS_MAX])
    timeUp(socket)
    expect(socket.destroyed).toBe(true)
  })
})
