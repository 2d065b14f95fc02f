// What a tag server does: text from memory, as immutable files. A datacenter does it besides collecting.
import { brotliCompressSync } from 'node:zlib'
import { cors, type Handler, isFile } from './door.ts'

/** Text from memory, immutable as a tag server's files are. */
export function serve(files: ReadonlyMap<string, string>): Handler {
  return (request, _body, response) => {
    const text = files.get(new URL(request.url ?? '/', 'https://tag').pathname)
    if (text === undefined) return void response.writeHead(404, cors(request)).end()
    const packed = String(request.headers['accept-encoding']).includes('br')
    response.writeHead(200, {
      ...cors(request),
      ...(packed && { 'Content-Encoding': 'br' }),
      'Content-Type': 'text/javascript',
      'Timing-Allow-Origin': '*',
      'Cache-Control': 'public, max-age=31536000, immutable',
    })
    response.end(packed ? brotliCompressSync(text) : text)
  }
}

/** The tag's files come from the datacenters themselves; everything else goes to the collector. */
export function datacenter(collect: Handler, files: ReadonlyMap<string, string>): Handler {
  const tag = serve(files)
  return (request, body, response) => (isFile(request.url) ? tag : collect)(request, body, response)
}
