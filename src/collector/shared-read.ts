// Reads plain sockets into one buffer that all connections share: nothing is allocated for a read, and nothing freed after it.
// `net.Socket` does so by its public option `onread`, but only for sockets that the program itself makes; a server's are made by
// `node:net` without it. So what the option sets is set here by hand. Where a release of Node does not have these parts any more,
// `readShared` says so and reads go the usual way. The gain and the reasons stand in docs/decisions/fast-lane.md.
import { Socket } from 'node:net'

/** As much as Node itself reads at once. */
const SHARED: Buffer = Buffer.allocUnsafeSlow(65_536)

/** Takes `bytes[0, length)`, which hold until it returns. */
export type TakeRead = (bytes: Buffer, length: number) => void

interface Parts {
  buffer: symbol
  callback: symbol
}

/** What `onread` sets on a socket; undefined in a release of Node that does it otherwise. */
function findParts(): Parts | undefined {
  // There the system fills a buffer whenever it likes, not just before the callback: it cannot be shared.
  if (process.platform === 'win32') return undefined
  const callback = (): boolean => true
  const socket = new Socket({ onread: { buffer: SHARED, callback } } as object)
  const holders = Object.getOwnPropertySymbols(socket)
  const values = socket as unknown as Record<symbol, unknown>
  const [buffer, call] = [SHARED, callback].map((value) => holders.find((symbol) => values[symbol] === value))
  socket.destroy()
  return buffer && call ? { buffer, callback: call } : undefined
}

const parts: Parts | undefined = findParts()

/** Let a socket that has just been accepted read into the shared buffer. @returns whether it does; else listen to `data`. */
export function readShared(socket: Socket, take: TakeRead): boolean {
  const handle = (socket as { _handle?: { useUserBuffer?(buffer: Buffer): void } })._handle
  const share = handle?.useUserBuffer
  if (!parts || !share || 'encrypted' in socket) return false
  share.call(handle, SHARED)
  setCallback(socket, parts, take)
  return true
}

/** Let a socket of {@link readShared} be read like any other from now on: by its `data` events, in buffers of their own. */
export function readApart(socket: Socket): void {
  if (parts && parts.buffer in socket && (socket as unknown as Record<symbol, unknown>)[parts.buffer] === SHARED)
    setCallback(socket, parts, (bytes, length) => socket.push(Buffer.from(bytes.subarray(0, length))))
}

function setCallback(
  socket: Socket,
  { buffer, callback }: Parts,
  take: (bytes: Buffer, length: number) => unknown,
): void {
  Object.assign(socket, { [buffer]: SHARED, [callback]: (length: number) => take(SHARED, length) !== false })
}
