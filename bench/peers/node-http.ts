// node:http that reads the body, writes nothing and answers 204: what Node costs by itself.
import { createServer } from 'node:http'

createServer((req, res) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    Buffer.concat(chunks)
    res.writeHead(204, { 'access-control-allow-origin': '*' })
    res.end()
  })
}).listen(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('ready\n'))
