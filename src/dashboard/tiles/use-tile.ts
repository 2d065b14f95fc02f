// A tile's data over time: asked for when the scope changes, when its stretch moves on with the clock and, while that still grows, every few seconds.
// Promises: an answer to an older question is never shown; old figures stay, marked, until new ones are there; asking pauses in a hidden tab.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type AskError, ask, onChange } from '../api/client.ts'
import type { Scope, Tile } from './tile.ts'

/** How often a growing stretch is asked for again, milliseconds: at most an hour long, or longer. */
const AGAIN_SHORT_MS = 5_000
const AGAIN_MS = 30_000
/** After an error that may mend, milliseconds. */
const AGAIN_ERROR_MS = 10_000

/** What the frame is told. */
export interface TileState<Data> {
  data: Data | undefined
  error: AskError | undefined
  /** What is shown answers an older question. */
  isStale: boolean
  again(): void
}

export function useTile<Data>(tile: Tile<Data>, scope: Scope): TileState<Data> {
  const key = `${tile.name}?${JSON.stringify([scope.site, scope.tz, scope.place])}`
  const [state, set] = useState<{ key: string; data: Data | undefined; error: AskError | undefined }>({
    key: '',
    data: undefined,
    error: undefined,
  })
  const [turn, setTurn] = useState(0)
  const latest = useRef(scope)
  latest.current = scope
  // Asked before the page is drawn, not after: that is a frame earlier.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key and the stretch hold all that the scope says; a turn asks again
  useLayoutEffect(() => {
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const later = (ms: number): void => {
      timer = setTimeout(() => (document.hidden ? later(ms) : setTurn((before) => before + 1)), ms)
    }
    tile.get(ask, latest.current).then(
      (data) => {
        if (isOver) return
        set({ key, data, error: undefined })
        if (tile.again) later(tile.again)
        else if (latest.current.stretch.isLive) later(latest.current.place.range === '1h' ? AGAIN_SHORT_MS : AGAIN_MS)
      },
      (error: AskError) => {
        if (isOver) return
        set((before) => ({ key, data: before.key === key ? before.data : undefined, error }))
        if (mayMend(error)) later(AGAIN_ERROR_MS)
      },
    )
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [key, turn, scope.stretch.from, scope.stretch.to])
  useEffect(() => onChange(() => setTurn((before) => before + 1)), [])
  return {
    data: state.data,
    error: state.key === key ? state.error : undefined,
    isStale: state.key !== key,
    again: () => setTurn((before) => before + 1),
  }
}

/** Whether the same question may be answered later. What is asked wrongly, or of what is not there, stays so until somebody asks otherwise. */
function mayMend({ status }: AskError): boolean {
  return status < 400 || status >= 500 || status === 408 || status === 429
}
