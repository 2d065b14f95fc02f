// Follows the feed: server-sent events (HTML standard, 9.2) read from a fetch, because an EventSource can send no key.
// Promises: goes on from the last id after a break, also one that nobody tells, as when a computer slept; says when it is not connected.
import type { FeedEvent } from '../../api/index.ts'
import { AskError, fetchAs } from './client.ts'

interface FeedOptions {
  site: string
  /** Where to begin, ISO 8601: with what was received then. */
  since: string
  onEvent(event: FeedEvent): void
  /** Nothing is left that was not told. */
  onCaughtUp(): void
  onState(isConnected: boolean, trouble: string): void
  /** Whoever asks may not follow it; there will be no further try. */
  onRefused(): void
}

/** After a break, milliseconds. */
const AGAIN_MS = 2_000
/** A stream that says nothing for this long is dead, milliseconds: a live one says that it lives every 15 s. */
const SILENT_MS = 40_000

/** @returns how to stop. */
export function followFeed({ site, since, onEvent, onCaughtUp, onState, onRefused }: FeedOptions): () => void {
  const ending = new AbortController()
  const { signal } = ending
  let lastId = ''
  const read = async (): Promise<void> => {
    const query = new URLSearchParams({ site, since, verdict: 'all', type: 'click' })
    const headers: Record<string, string> = lastId === '' ? {} : { 'Last-Event-ID': lastId }
    const watch = watchdog(signal)
    try {
      const answer = await fetchAs(`/api/v1/feed?${query}`, { headers, signal: watch.signal })
      onState(true, '')
      for await (const { id, data } of messages(answer.body!)) {
        watch.hear()
        if (data !== '') onEvent(JSON.parse(data) as FeedEvent)
        // The first message of all says where the feed begins; a later one without an event, that there is none.
        else if (lastId !== '') onCaughtUp()
        lastId = id
      }
    } catch (error) {
      throw watch.isDead() ? new Error('The feed fell silent; it is asked for again.') : error
    } finally {
      watch.end()
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

/** Ends a stream that says nothing. */
function watchdog(whole: AbortSignal): { signal: AbortSignal; hear(): void; isDead(): boolean; end(): void } {
  const silence = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const hear = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(), SILENT_MS)
  }
  hear()
  return {
    signal: AbortSignal.any([whole, silence.signal]),
    hear,
    isDead: () => silence.signal.aborted,
    end: () => clearTimeout(timer),
  }
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
