// What a team would write first: fastify, one INSERT a beacon into PostgreSQL, synchronous_commit as it comes (on).
import fastify from 'fastify'
import pg from 'pg'

const [port, url] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url, max: 20 })
await pool.query(
  'CREATE TABLE IF NOT EXISTS beacon (id bigserial PRIMARY KEY, received_at timestamptz DEFAULT now(), body text NOT NULL)',
)
const app = fastify()
app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_req, body, done) => done(null, body))
app.post('/w/1', async (req, reply) => {
  await pool.query({ name: 'take', text: 'INSERT INTO beacon (body) VALUES ($1)', values: [req.body] })
  return await reply.code(204).send()
})
await app.listen({ port: Number(port), host: '127.0.0.1' })
process.stdout.write('ready\n')
