// Who sent a request, as far as the network tells.
import type { Context } from 'hono'
import type { ApiOptions } from '../context.ts'

/** Where a request comes from: as the socket says, or a proxy that is trusted; empty where there is no socket. */
export function addressOf(context: Context, { senderOf }: Pick<ApiOptions, 'senderOf'>): string {
  const { incoming } = (context.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } }
  const peer = incoming?.socket?.remoteAddress ?? ''
  return senderOf?.(peer, context.req.header('Forwarded'), context.req.header('X-Forwarded-For')) ?? peer
}
