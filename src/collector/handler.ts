// Every route, for HTTP/1 by node:http and for HTTP/2. The fast lane answers the commonest beacon before it comes here, in the same way.
import type { TokenKey } from '../event/index.ts'
import { BATCH_BYTES_MAX, PIXEL_CHARS_MAX, TOKEN_CHARS_MAX } from '../event/index.ts'
import { answer, answerTooMany, answerUnavailable, GIF, type Request, type Response } from './answers.ts'
import { readBody } from './body.ts'
import type { Door, Sender } from './door.ts'
import { COMMIT_MS_MAX, REDIRECT_MS_MAX } from './limits.ts'
import { redirectOf } from './redirect.ts'
import type { TagFiles } from './tagfiles.ts'
import { answerTagFile } from './tagroute.ts'

export interface Routes {
  door: Door
  tagFiles: TagFiles
  keyOf: (kid: string) => TokenKey | undefined
  /** The metrics page, of all workers. */
  metrics: () => Promise<string>
  /** Can it do its work? The reason when not. */
  notReady: () => string | undefined
}

const NO_STORE = { 'cache-control': 'no-store' }
const TEXT = { 'content-type': 'text/plain; charset=utf-8', ...NO_STORE }

/** Answer one request. Never rejects. */
export async function handle(routes: Routes, req: Request, res: Response): Promise<void> {
  const url = req.url ?? '/'
  const query = url.indexOf('?')
  const path = query < 0 ? url : url.slice(0, query)
  if (path === '/w/1') return await beacon(routes, req, res)
  if (path === '/w/1.gif') return await pixel(routes, req, res, query < 0 ? '' : url.slice(query + 1))
  if (path.startsWith('/r/')) return await redirect(routes, req, res, path.slice(3))
  if (!isRead(req)) return answer(res, 405, { allow: 'GET, HEAD' })
  if (path.startsWith('/tag/')) return answerTagFile(routes.tagFiles, path, req, res)
  if (path === '/healthz') return answer(res, 200, TEXT, 'alive\n')
  if (path === '/readyz') {
    const why = routes.notReady()
    return why === undefined ? answer(res, 200, TEXT, 'ready\n') : answer(res, 503, TEXT, `${why}\n`)
  }
  if (path === '/metrics')
    return answer(
      res,
      200,
      { ...NO_STORE, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
      await routes.metrics(),
    )
  answer(res, 404, TEXT, 'There is nothing here.\n')
}

async function beacon({ door }: Routes, req: Request, res: Response): Promise<void> {
  if (req.method === 'OPTIONS') {
    const allow = { 'access-control-allow-methods': 'POST', 'access-control-allow-headers': '*' }
    return answer(res, 204, { ...allow, 'access-control-max-age': '86400' })
  }
  if (req.method !== 'POST') return answer(res, 405, { allow: 'POST, OPTIONS' })
  const sender = senderOf(door, req)
  const wait = door.waitOf(sender)
  const body = await readBody(req, BATCH_BYTES_MAX)
  if (body === 'aborted') {
    door.figures.refused.aborted++
    return
  }
  if (body === 'too-large') {
    door.figures.refused['too-large']++
    return answer(res, 413, req.httpVersionMajor === 1 ? { connection: 'close' } : {})
  }
  if (wait > 0) {
    door.figures.refused.rate++
    return answerTooMany(res, wait)
  }
  if (await within(door.record('beacon', sender, body), COMMIT_MS_MAX)) answer(res, 204)
  else answerUnavailable(res)
}

async function pixel({ door }: Routes, req: Request, res: Response, query: string): Promise<void> {
  // A link's `ping` is a POST to the same address; its body, "PING", says nothing.
  if (!isRead(req) && req.method !== 'POST') return answer(res, 405, { allow: 'GET, HEAD, POST' })
  const d = new URLSearchParams(query).get('d') ?? ''
  if (d.length > PIXEL_CHARS_MAX) {
    door.figures.refused['too-large']++
    return answer(res, 413)
  }
  const sender = senderOf(door, req)
  const wait = door.waitOf(sender)
  if (wait > 0) {
    door.figures.refused.rate++
    return answerTooMany(res, wait)
  }
  if (!(await within(door.record('pixel', sender, bytesOf(d)), COMMIT_MS_MAX))) return answerUnavailable(res)
  // An `<img>` that gets no image fires `error`, which the tag could not tell from a failure.
  const { accept, 'sec-fetch-dest': dest } = req.headers
  const headers = { ...NO_STORE, 'cross-origin-resource-policy': 'cross-origin' }
  if (dest === 'image' || accept?.includes('image/')) answer(res, 200, { ...headers, 'content-type': 'image/gif' }, GIF)
  else answer(res, 204, headers)
}

async function redirect({ door, keyOf }: Routes, req: Request, res: Response, rest: string): Promise<void> {
  if (!isRead(req)) return answer(res, 405, { allow: 'GET, HEAD' })
  const token = rest.length <= TOKEN_CHARS_MAX ? rest : ''
  const found = redirectOf(token, keyOf, door.clock.now())
  if (!found) return answer(res, 404, TEXT, 'This link does not lead anywhere. It may be cut off or mistyped.\n')
  const sender = senderOf(door, req)
  const recorded =
    door.waitOf(sender) === 0 && (await within(door.record('redirect', sender, found.body), REDIRECT_MS_MAX))
  if (!recorded) door.figures.redirectsUnrecorded++
  answer(res, 302, { ...NO_STORE, location: found.location })
}

function isRead(req: Request): boolean {
  return req.method === 'GET' || req.method === 'HEAD'
}

function senderOf(door: Door, req: Request): Sender {
  const headerOf = (name: string): string | undefined => {
    const value = req.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }
  return door.senderOf(req.socket.remoteAddress ?? '', headerOf, req.method === 'HEAD' ? 'HEAD' : undefined)
}

/** The bytes of a pixel's `d`; what is no base64url is kept as it came. */
function bytesOf(d: string): Buffer {
  return /^[A-Za-z0-9_-]*={0,2}$/.test(d) ? Buffer.from(d, 'base64url') : Buffer.from(d)
}

/** What a promise says in time; false when it takes too long. */
async function within(promise: Promise<boolean>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false)
  })
  const inTime = await Promise.race([promise, late])
  clearTimeout(timer)
  return inTime
}
