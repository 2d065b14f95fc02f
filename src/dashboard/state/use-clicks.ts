// The clicks of a site as they come in: those of just now first, then each as the feed tells it.
import { useEffect, useState } from 'preact/hooks'
import { type AskError, ask } from '../api/client.ts'
import { followFeed } from '../api/feed.ts'
import { ClickTape, type LiveClick, type Told } from './click-tape.ts'

/** What is asked for at first: as many as the API gives in one answer. */
const LATEST_MAX = 500
/** How far back the feed is begun, milliseconds, where the first answer was cut: what the view tells of. */
const BACK_MS = 600_000
/** And where it was not: enough that nothing is missing between the two. */
const OVERLAP_MS = 60_000
/** How often the latest are asked for where the feed may not be followed, milliseconds. */
const POLL_MS = 2_000
/** Clicks that come within this are drawn together, milliseconds. */
const DRAW_MS = 200

export interface Clicks {
  /** Newest first; undefined until the first answer. */
  clicks: readonly LiveClick[] | undefined
  /** Every click that was received from then on is among them, milliseconds since the Unix epoch. */
  wholeSince: number
  isConnected: boolean
  trouble: string
  /** Why there was no first answer yet. */
  error: AskError | undefined
  /** Ask anew. */
  again(): void
}

type State = Omit<Clicks, 'again'>
const NOTHING: State = {
  ...{ clicks: undefined, wholeSince: Number.POSITIVE_INFINITY },
  ...{ isConnected: false, trouble: '', error: undefined },
}

export function useClicks(site: string): Clicks {
  const [state, set] = useState(NOTHING)
  const [turn, setTurn] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn asks anew
  useEffect(() => {
    const tape = new ClickTape()
    let drawing: ReturnType<typeof setTimeout> | undefined
    let polling: ReturnType<typeof setInterval> | undefined
    let stop = (): void => undefined
    set(NOTHING)
    const draw = (): void => {
      drawing = undefined
      set((before) => ({ ...before, clicks: [...tape.clicks], wholeSince: tape.wholeSince }))
    }
    const say = (isConnected: boolean, trouble: string): void => set((before) => ({ ...before, isConnected, trouble }))
    const fail = (error: AskError): void =>
      set((before) => ({ ...before, isConnected: false, trouble: error.message, error }))
    const look = async (isFresh: boolean): Promise<void> => {
      const { events } = await ask<{ events: Told[] }>('/api/v1/events', { site, type: 'click', limit: LATEST_MAX })
      tape.addLatest(events, LATEST_MAX, isFresh)
      draw()
      say(true, '')
    }
    const poll = (): void => {
      polling = setInterval(() => void look(true).catch(fail), POLL_MS)
    }
    look(false).then(
      () => {
        stop = followTape(site, tape, () => (drawing ??= setTimeout(draw, DRAW_MS)), say, poll)
      },
      (error: AskError) => {
        fail(error)
        poll()
      },
    )
    return () => {
      stop()
      clearTimeout(drawing)
      clearInterval(polling)
    }
  }, [site, turn])
  return { ...state, again: () => setTurn((before) => before + 1) }
}

/** What is newer than the first answer came while somebody looked; with the first such click, all before it was told. */
function followTape(
  site: string,
  tape: ClickTape,
  draw: () => void,
  onState: (isConnected: boolean, trouble: string) => void,
  onRefused: () => void,
): () => void {
  const back = Date.now() - BACK_MS
  const since = tape.wholeSince <= back ? Date.now() - OVERLAP_MS : back
  const seenUntil = tape.clicks[0]?.receivedAt ?? since
  return followFeed({
    ...{ site, since: new Date(since).toISOString(), onState, onRefused },
    onCaughtUp: () => {
      tape.noteWhole(since)
      draw()
    },
    onEvent: (event) => {
      const isFresh = Date.parse(event.receivedAt) > seenUntil
      tape.add(event, isFresh)
      if (isFresh) tape.noteWhole(since)
      draw()
    },
  })
}
