// Follows the feed: server-sent events (HTML standard, 9.2) read from a fetch, because an EventSource can send no key.
// Promises: goes on from the last id after a break; says when it is not connected.
import type { FeedEvent } from '../../api/index.ts'
import { AskError, fetchAs } from './client.ts'

interface FeedOptions {
  site: string
  onEvent(event: FeedEvent): void
  onState(isConnected: boolean, trouble: string): void
  /** Whoever asks may not follow it; there will be no further try. */
  onRefused(): void
}

/** After a break, milliseconds. */
const AGAIN_MS = 2_000

/** @returns how to stop. */
export function followFeed({ site, onEvent, onState, onRefused }: FeedOptions): () => void {
  const ending = new AbortController()
  const { signal } = ending
  let lastId = ''
  const read = async (): Promise<void> => {
    const query = new URLSearchParams({ site, verdict: 'all', type: 'click' })
    const headers: Record<string, string> = lastId === '' ? {} : { 'Last-Event-ID': lastId }
    const answer = await fetchAs(`/api/v1/feed?${query}`, { headers, signal })
    onState(true, '')
    for await (const { id, data } of messages(answer.body!)) {
      lastId = id
      if (data !== '') onEvent(JSON.parse(data) as FeedEvent)
    }
  }
  const follow = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await read()
      } catch (error) {
        if (signal.aborted) return
        if (error instanceof AskError && (error.status === 403 || error.status === 401)) return onRefused()
        onState(false, (error as Error).message)
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }
  void follow()
  return () => ending.abort()
}

async function* messages(body: ReadableStream<Uint8Array>): AsyncGenerator<{ id: string; data: string }> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const parts = (rest + decoder.decode(value, { stream: true })).split('\n\n')
      rest = parts.pop()!
      for (const part of parts) yield readMessage(part)
    }
  } finally {
    // What broke the stream, or a page that is left, rejects this as well: it is told where it was read.
    reader.cancel().catch(() => undefined)
  }
}

function readMessage(text: string): { id: string; data: string } {
  const fields = new Map(
    text.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  )
  return { id: fields.get('id') ?? '', data: fields.get('data') ?? '' }
}
