// The same with Redis: one RPUSH a beacon; the server has `appendonly yes, appendfsync always`.
import fastify from 'fastify'
import { createClient } from 'redis'

const [port, url] = process.argv.slice(2)
const client = createClient({ url: url! })
await client.connect()
const app = fastify()
app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_req, body, done) => done(null, body))
app.post('/w/1', async (req, reply) => {
  await client.rPush('beacons', req.body as string)
  return await reply.code(204).send()
})
await app.listen({ port: Number(port), host: '127.0.0.1' })
process.stdout.write('ready\n')
