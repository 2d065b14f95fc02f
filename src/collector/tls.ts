// TLS in front of everything else. Certificates are read again when their files change; a pair that does not fit is refused and
// the old one stays in use.
import type { Socket } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import { fileVersion, readBytes } from '../platform/index.ts'
import { HEADER_MS_MAX, TLS_RELOAD_MS } from './limits.ts'

/** PEM files. */
export interface TlsFiles {
  certFile: string
  keyFile: string
}

interface TlsTargets {
  serve(socket: TLSSocket): void
  serveHttp2(socket: TLSSocket): void
  say(text: string): void
}

export interface TlsFront {
  accept(socket: Socket): void
  close(): void
}

/** @throws the system's or OpenSSL's error when the files are no certificate and its key. */
export function tlsServer(files: TlsFiles, targets: TlsTargets): TlsFront {
  const read = (): { cert: Buffer; key: Buffer } => ({ cert: readBytes(files.certFile), key: readBytes(files.keyFile) })
  const versions = (): string => `${fileVersion(files.certFile)} ${fileVersion(files.keyFile)}`
  let version = versions()
  const server = createServer(
    {
      ...read(),
      ALPNProtocols: ['h2', 'http/1.1'],
      handshakeTimeout: HEADER_MS_MAX,
      minVersion: 'TLSv1.2',
      allowHalfOpen: true,
    },
    (socket) => {
      if (socket.alpnProtocol === 'h2') targets.serveHttp2(socket)
      else targets.serve(socket)
    },
  )
  server.on('tlsClientError', (_error, socket) => void socket.destroy())
  const reload = setInterval(() => {
    const now = versions()
    if (now === version) return
    version = now
    try {
      server.setSecureContext({ ...read(), minVersion: 'TLSv1.2' })
      targets.say(`${files.certFile} was read again.`)
    } catch (error) {
      targets.say(`${files.certFile} and ${files.keyFile} are not used, the old ones stay: ${(error as Error).message}`)
    }
  }, TLS_RELOAD_MS)
  reload.unref()
  return {
    accept: (socket) => void server.emit('connection', socket),
    close: () => clearInterval(reload),
  }
}
