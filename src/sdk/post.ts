// Brings one batch to the first of the service's URLs that takes it. Promises: never rejects; takes no longer than the time-out
// for each URL; sends the key nowhere but to those URLs.
import { type Answer, readAnswer } from './answer.ts'
import { SEND_TIMEOUT_MS, URL_COOL_DOWN_MS } from './limits.ts'
import type { Now } from './now.ts'
import type { Waiting } from './outbox.ts'

export interface PostOptions {
  urls: readonly URL[]
  key: string
  site: string
  now: Now
  /** Ends requests under way. */
  signal: AbortSignal
  timeoutMs?: number
  /** Told of each request, and whether it was answered by the service. */
  onRequest: (answered: boolean) => void
}

export type Post = (batch: Waiting) => Promise<Answer>

export function createPost(options: PostOptions): Post {
  const { urls, now, onRequest, timeoutMs = SEND_TIMEOUT_MS } = options
  const failedAt = new Map<URL, number>()
  const isCooling = (url: URL): boolean => now() - (failedAt.get(url) ?? Number.NEGATIVE_INFINITY) < URL_COOL_DOWN_MS

  const attempt = async (url: URL, body: string): Promise<Answer> => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${options.key}`, 'content-type': 'application/json' },
        body,
        // A redirect would turn the POST into a GET, whose 200 means nothing.
        redirect: 'manual',
        signal: AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]),
      })
      return await readAnswer(response)
    } catch (error) {
      return { kind: 'later', code: 'UNREACHABLE', message: `${url.origin}: ${reasonOf(error)}`, waitMs: 0 }
    }
  }

  return async (batch) => {
    const body = bodyOf(options.site, batch, now())
    const [ready, cooling] = [urls.filter((url) => !isCooling(url)), urls.filter(isCooling)]
    let last: Answer | undefined
    for (const url of [...ready, ...cooling]) {
      const answer = await attempt(url, body)
      onRequest(answer.kind !== 'later')
      if (answer.kind !== 'later') {
        failedAt.delete(url)
        return answer
      }
      failedAt.set(url, now())
      // The shortest wait that any of them asked for: one that is ready is enough.
      last = { ...answer, waitMs: last?.kind === 'later' ? Math.min(last.waitMs, answer.waitMs) : answer.waitMs }
      if (options.signal.aborted) break
    }
    return last!
  }
}

function bodyOf(site: string, batch: Waiting, sentAt: number): string {
  const head = JSON.stringify({ v: 1, site, outbox: batch.outbox, sentAt })
  return `${head.slice(0, -1)},"events":[${batch.lines.join(',')}]}`
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string } }
  return cause?.code ?? message
}
