// Reads a request's body as opaque bytes, within a bound. Nothing is decoded: a compressed body stays compressed.
import type { Request } from './answers.ts'
import { DRAIN_BYTES_MAX } from './limits.ts'

/** The body; or why there is none. */
export type Body = Buffer | 'too-large' | 'aborted'

/** Read up to `bytesMax` bytes. Of a larger body some is thrown away, so that the client gets to see the answer. */
export function readBody(req: Request, bytesMax: number): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const declared = Number(req.headers['content-length'] ?? 0)
    if (declared > DRAIN_BYTES_MAX) return resolve('too-large')
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= bytesMax) chunks.push(chunk)
      else chunks.length = 0
      if (bytes > DRAIN_BYTES_MAX) {
        req.pause()
        resolve('too-large')
      }
    })
    req.on('end', () => resolve(bytes > bytesMax ? 'too-large' : Buffer.concat(chunks, bytes)))
    req.on('error', () => resolve('aborted'))
    req.on('close', () => resolve('aborted'))
  })
}
