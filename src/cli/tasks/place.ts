// Where a backend's socket lies: in its data folder; where that path is too long for a socket, in a private folder beside other scratch files.
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { makeFolder, remove, secureBytes } from '../../platform/index.ts'

/** Bytes of a socket's path on macOS; Linux takes 107. A longer one is cut or refused. */
const SOCKET_PATH_BYTES_MAX = 103

/** A place for the socket of a data folder, and what to take away in the end. */
export function socketPlace(data: string): { path: string; leave(): void } {
  const path = join(data, 'backend.sock')
  if (Buffer.byteLength(path) <= SOCKET_PATH_BYTES_MAX) return { path, leave: () => remove(path) }
  const other = join(tmpdir(), `wayside-${secureBytes(8).toString('hex')}`, 'backend.sock')
  makeFolder(dirname(other), 0o700)
  return { path: other, leave: () => remove(dirname(other)) }
}
