// What an HTTP answer means for the batch that was sent. Promises: a batch is settled only by an answer that can come from nobody
// but the service: a proxy's or a log-in page's 200 settles nothing.
import { RETRY_AFTER_MAX_MS } from './limits.ts'

export type Answer =
  /** Each event was taken, or refused by name. */
  | { kind: 'settled'; rejected: { index: number; code: string }[] }
  /** It will never be taken as it is. */
  | { kind: 'refused'; code: string; message: string }
  | { kind: 'too large' }
  | { kind: 'later'; code: string; message: string; waitMs: number }

/** Statuses that no resending changes. 401 and 403 are not among them: a key is mended without a restart of the recommender. */
const FINAL = [400, 415, 422]
/** The same goes for a site that the service has yet to be told of. */
const MENDABLE = 'SITE_UNKNOWN'

/** Reads an answer to `POST /api/v1/events`. Never rejects. */
export async function readAnswer(response: Response): Promise<Answer> {
  const body = await bodyOf(response)
  const { status } = response
  if (status === 200 && Number.isInteger(body.accepted) && Array.isArray(body.rejected))
    return { kind: 'settled', rejected: body.rejected as { index: number; code: string }[] }
  const code = typeof body.code === 'string' ? body.code : 'UNREACHABLE'
  const message = typeof body.message === 'string' ? body.message : `The answer was ${status}, and not the service's.`
  if (status === 413) return { kind: 'too large' }
  if (FINAL.includes(status) && typeof body.code === 'string' && code !== MENDABLE)
    return { kind: 'refused', code, message }
  return { kind: 'later', code, message, waitMs: retryAfterMs(response.headers.get('retry-after')) }
}

/** Seconds only: a date would have to be read by a clock that nobody vouches for. */
function retryAfterMs(header: string | null): number {
  const seconds = Number(header ?? 0)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0) * 1000, RETRY_AFTER_MAX_MS) : 0
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  try {
    const value: unknown = await response.json()
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
