// How many problems there are right now, for the mark that stands in the navigation of every view: an alarm that only one page shows is seen late.
import { useEffect, useState } from 'preact/hooks'
import type { HealthAnswer } from '../../api/index.ts'
import { ask } from '../api/client.ts'

/** How often to ask, milliseconds. */
const AGAIN_MS = 20_000

/** @param isAsked whether this person may see them: a shared link may not. @returns 0 also while nobody answers. */
export function useProblems(isAsked: boolean): number {
  const [count, set] = useState(0)
  useEffect(() => {
    if (!isAsked) return
    const look = (): void => {
      if (document.hidden) return
      ask<HealthAnswer>('/api/v1/health').then(
        ({ problems }) => set(problems.length),
        () => set(0),
      )
    }
    look()
    const timer = setInterval(look, AGAIN_MS)
    return () => clearInterval(timer)
  }, [isAsked])
  return count
}
