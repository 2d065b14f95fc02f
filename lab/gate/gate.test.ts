// The gate fails as told, and heals. Real sockets on loopback.
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePort, type Gate, startGate } from './index.ts'

let target: Server
let gate: Gate
let answered = 0

beforeEach(async () => {
  answered = 0
  target = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(204).end(() => answered++))
  })
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
  gate = await startGate({
    port: await freePort(),
    target: { host: '127.0.0.1', port: (target.address() as { port: number }).port },
  })
})
afterEach(async () => {
  await gate.close()
  target.closeAllConnections()
  await new Promise((resolve) => target.close(resolve))
})

const post = (timeoutMs = 2_000): Promise<number> =>
  fetch(`http://127.0.0.1:${gate.port}/`, { method: 'POST', body: 'x', signal: AbortSignal.timeout(timeoutMs) }).then(
    (answer) => answer.status,
    (error: Error & { cause?: { code?: string } }) =>
      Promise.reject(error.name === 'TimeoutError' ? 'timeout' : error.cause?.code),
  )

test('ok passes requests to the target', async () => {
  expect([await post(), await post(), answered]).toEqual([204, 204, 2])
})

test('refused has no listener, and what was open is reset; afterwards it passes again on the same port', async () => {
  await post()
  await gate.set('refused')
  await expect(post()).rejects.toBe('ECONNREFUSED')
  expect(gate.open).toBe(0)
  await gate.set('ok')
  expect(await post()).toBe(204)
})

test('hang accepts and never answers, on new and on kept connections, and the target sees nothing', async () => {
  await post()
  await gate.set('hang')
  await expect(post(300)).rejects.toBe('timeout')
  await expect(post(300)).rejects.toBe('timeout')
  expect(answered).toBe(1)
})

test('a change of mode ends what hung', async () => {
  await gate.set('hang')
  const hanging = post(5_000)
  await expect.poll(() => gate.open).toBe(1)
  await Promise.all([expect(hanging).rejects.toBe('ECONNRESET'), gate.set('ok')])
})

test('slow answers, later by its milliseconds', async () => {
  await gate.set('slow:300')
  const started = performance.now()
  expect(await post()).toBe(204)
  expect(performance.now() - started).toBeGreaterThanOrEqual(290)
})

test('a status is answered by the gate itself, the request read to its end, and readable across origins', async () => {
  await gate.set('status:500')
  const answer = await fetch(`http://127.0.0.1:${gate.port}/`, { method: 'POST', body: 'x'.repeat(60_000) })
  expect([answer.status, answer.headers.get('access-control-allow-origin'), answered]).toEqual([500, '*', 0])
})

test('reset accepts the connection and breaks it', async () => {
  await gate.set('reset')
  await expect(post()).rejects.toBeDefined()
  expect(answered).toBe(0)
})

test('nobody behind the gate looks like a broken connection', async () => {
  target.closeAllConnections()
  await new Promise((resolve) => target.close(resolve))
  await expect(post()).rejects.toBeDefined()
  target = createServer()
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
})
