// The time, told anew while somebody looks: what moves with the clock must not stand still on an open page.
import { useEffect, useState } from 'preact/hooks'

/** @returns milliseconds since the Unix epoch, anew at each whole `everyMs`. In a hidden tab it stops, and is right again when that is shown. */
export function useNow(everyMs: number): number {
  const [now, set] = useState(Date.now)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = (): void => {
      if (!document.hidden) set(Date.now())
    }
    const wait = (): void => {
      timer = setTimeout(
        () => {
          tell()
          wait()
        },
        everyMs - (Date.now() % everyMs),
      )
    }
    wait()
    document.addEventListener('visibilitychange', tell)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', tell)
    }
  }, [everyMs])
  return now
}
