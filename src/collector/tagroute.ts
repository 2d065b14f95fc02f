// `/tag/<version>/<file>`: the tag, compressed as the browser likes, cached as long as it may be.
import { answer, type Request, type Response } from './answers.ts'
import type { TagFile, TagFiles } from './tagfiles.ts'

/** Answer with a tag's file: an exact version for ever, `v1` for an hour. */
export function answerTagFile(files: TagFiles, path: string, req: Request, res: Response): void {
  const [, , version = '', name = '', ...rest] = path.split('/')
  const found = rest.length === 0 ? files.find(version, name) : undefined
  if (!found) {
    answer(res, 404, { 'content-type': 'text/plain; charset=utf-8' }, 'There is no such tag file.\n')
    return
  }
  const { file, immutable } = found
  const headers = {
    etag: file.etag,
    vary: 'accept-encoding',
    'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
    'cross-origin-resource-policy': 'cross-origin',
    'timing-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  }
  if (req.headers['if-none-match'] === file.etag) {
    answer(res, 304, headers)
    return
  }
  const [bytes, encoding] = chooseEncoding(file, String(req.headers['accept-encoding'] ?? ''))
  answer(res, 200, { ...headers, ...encoding, 'content-type': file.type }, bytes)
}

function chooseEncoding(file: TagFile, accepted: string): [Buffer, Record<string, string>] {
  if (/\bbr\b/.test(accepted)) return [file.brotli, { 'content-encoding': 'br' }]
  if (/\bgzip\b/.test(accepted)) return [file.gzip, { 'content-encoding': 'gzip' }]
  return [file.bytes, {}]
}
