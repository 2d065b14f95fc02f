// One delivery, signed as Standard Webhooks says: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
// Promises: never throws; a redirect is no delivery; the body is never sent anywhere but to the URL that was given.
import { createHash, createHmac } from 'node:crypto'
import type { FeedEvent } from '../../report/index.ts'
import { WEBHOOK_MS_MAX } from '../limits.ts'

/** What became of it: `gone` is status 410, which asks never to be called again. */
export type Delivery = { ok: true } | { ok: false; error: string; gone: boolean }

/** A delivery's id: the same for every try and replay, so that a receiver can tell a repetition. */
export function deliveryId(hook: string, from: string, to: string): string {
  return `msg_${createHash('sha256').update(`${hook} ${from} ${to}`).digest('hex').slice(0, 24)}`
}

/** @param secret `whsec_<base64>` @param seconds Unix time @returns `v1,<base64>` */
export function signature(secret: string, id: string, seconds: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
}

/** @param seconds Unix time */
export async function send(
  hook: { url: string; secret: string },
  id: string,
  events: readonly FeedEvent[],
  seconds: number,
  stopping: AbortSignal,
): Promise<Delivery> {
  const body = JSON.stringify({ type: 'events', timestamp: new Date(seconds * 1_000).toISOString(), data: { events } })
  try {
    const answer = await fetch(hook.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signature(hook.secret, id, seconds, body),
      },
      body,
      signal: AbortSignal.any([stopping, AbortSignal.timeout(WEBHOOK_MS_MAX)]),
    })
    await answer.body?.cancel()
    if (answer.ok) return { ok: true }
    return { ok: false, error: `status ${answer.status}`, gone: answer.status === 410 }
  } catch (error) {
    const { message, cause } = error as Error
    return { ok: false, error: (cause as Error | undefined)?.message ?? message, gone: false }
  }
}
