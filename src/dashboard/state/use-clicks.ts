// The clicks of a site as they come in: those of just now first, then each as the feed tells it.
import { useEffect, useState } from 'preact/hooks'
import type { FeedEvent } from '../../api/index.ts'
import { type AskError, ask } from '../api/client.ts'
import { followFeed } from '../api/feed.ts'

/** A click that came this much later than it happened was kept in an outbox meanwhile, milliseconds. */
const RECOVERED_AFTER_MS = 5_000
/** Clicks held: the last minutes of a busy shop. */
const CLICKS_MAX = 500
/** How often the latest are asked for where the feed may not be followed, milliseconds. */
const POLL_MS = 2_000

export interface LiveClick {
  id: string
  item: string
  placement: string
  variant: string
  position: number
  datacenter: string
  verdict: string
  /** Milliseconds since the Unix epoch. */
  at: number
  receivedAt: number
  waitedMs: number
  kind: 'live' | 'recovered' | 'none'
  /** It came while somebody looked. */
  isFresh: boolean
}

export interface Clicks {
  /** Newest first; undefined until the first answer. */
  clicks: readonly LiveClick[] | undefined
  isConnected: boolean
  trouble: string
  /** Why there was no first answer yet. */
  error: AskError | undefined
  /** Ask anew. */
  again(): void
}

type State = Omit<Clicks, 'again'>
const NOTHING: State = { clicks: undefined, isConnected: false, trouble: '', error: undefined }

export function useClicks(site: string): Clicks {
  const [state, set] = useState(NOTHING)
  const [turn, setTurn] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn asks anew
  useEffect(() => {
    const known = new Map<string, LiveClick>()
    set(NOTHING)
    const show = (change: Partial<State>): void => {
      const clicks = [...known.values()].sort((one, other) => other.receivedAt - one.receivedAt).slice(0, CLICKS_MAX)
      for (const id of known.keys()) if (known.size > CLICKS_MAX && !clicks.includes(known.get(id)!)) known.delete(id)
      set((before) => ({ ...before, clicks, ...change }))
    }
    const take = (event: Told, isFresh: boolean): void => void known.set(event.id, clickOf(event, isFresh))
    const look = async (isFresh: boolean): Promise<void> => {
      const { events } = await ask<{ events: Told[] }>('/api/v1/events', { site, type: 'click', limit: 200 })
      for (const event of events) if (!known.has(event.id)) take(event, isFresh)
      show({ isConnected: true, trouble: '' })
    }
    const fail = (error: AskError): void =>
      set((before) => ({ ...before, isConnected: false, trouble: error.message, error }))
    let timer: ReturnType<typeof setInterval> | undefined
    let stop = (): void => undefined
    look(false).then(
      () => {
        stop = followFeed({
          site,
          onEvent: (event) => {
            take(event, true)
            show({})
          },
          onState: (isConnected, trouble) => show({ isConnected, trouble }),
          onRefused: () => {
            timer = setInterval(() => void look(true).catch(fail), POLL_MS)
          },
        })
      },
      (error: AskError) => {
        fail(error)
        timer = setInterval(() => void look(true).catch(fail), POLL_MS)
      },
    )
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [site, turn])
  return { ...state, again: () => setTurn((before) => before + 1) }
}

/** As the feed tells it, or as the list of the latest does. */
type Told = Partial<FeedEvent> & Pick<FeedEvent, 'id' | 'verdict' | 'receivedAt'> & { occurredAt?: string }

function clickOf(event: Told, isFresh: boolean): LiveClick {
  const at = Date.parse(event.at ?? event.occurredAt ?? event.receivedAt)
  const receivedAt = Date.parse(event.receivedAt)
  const waitedMs = receivedAt - at
  return {
    id: event.id,
    item: event.item ?? '',
    placement: event.placement ?? '',
    variant: event.variant ?? '',
    position: event.position ?? 0,
    datacenter: event.datacenter ?? '',
    verdict: event.verdict,
    at,
    receivedAt,
    waitedMs,
    kind: event.verdict !== 'counted' ? 'none' : waitedMs > RECOVERED_AFTER_MS ? 'recovered' : 'live',
    isFresh,
  }
}
