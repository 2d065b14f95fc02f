// How wide a chart may be: the width of the element that it fills, whenever that changes.
import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'

/** Before anything was measured, pixels. */
const FIRST = 640

export function useWidth(place: RefObject<HTMLElement | null>): number {
  const [width, set] = useState(FIRST)
  useLayoutEffect(() => {
    const element = place.current!
    const look = (): void => set(Math.max(240, Math.round(element.clientWidth)))
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  }, [place])
  return width
}
