// A bucket over real HTTP, as far as exports need one: GET, PUT and DELETE of objects, path style. Refuses what S3 would refuse.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface S3Stub {
  url: string
  objects: Map<string, Buffer>
  /** What was refused, and why. */
  refusals: string[]
  /** Answer the next PUTs with 503. */
  failNext(count: number): void
  close(): Promise<void>
}

export async function startS3(): Promise<S3Stub> {
  const objects = new Map<string, Buffer>()
  const refusals: string[] = []
  let failing = 0
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const body = Buffer.concat(chunks)
      const key = decodeURIComponent(req.url!)
      const refuse = (status: number, code: string): void => {
        refusals.push(`${req.method} ${key} ${code}`)
        res.writeHead(status, { 'Content-Type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`)
      }
      const signed =
        /^AWS4-HMAC-SHA256 Credential=test\/\d{8}\/[a-z0-9-]+\/s3\/aws4_request, SignedHeaders=\S*host\S*, Signature=[0-9a-f]{64}$/
      if (!signed.test(req.headers.authorization ?? '')) return refuse(403, 'AccessDenied')
      if (req.method === 'PUT') {
        if (failing > 0) {
          failing--
          return refuse(503, 'SlowDown')
        }
        if (req.headers['content-length'] === undefined) return refuse(411, 'MissingContentLength')
        const claimed = req.headers['x-amz-content-sha256']
        const real = createHash('sha256').update(body).digest('hex')
        if (claimed !== 'UNSIGNED-PAYLOAD' && claimed !== real) return refuse(400, 'XAmzContentSHA256Mismatch')
        objects.set(key, body)
        return res.writeHead(200).end()
      }
      const found = objects.get(key)
      if (!found) return refuse(404, 'NoSuchKey')
      if (req.method === 'DELETE') objects.delete(key)
      res.writeHead(200).end(req.method === 'GET' ? found : undefined)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    refusals,
    failNext(count) {
      failing = count
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
