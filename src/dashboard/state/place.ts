// Where somebody is: the view and all that was chosen, kept in the address and nowhere else. Every view can be linked, and Back goes back.
import { useEffect, useState } from 'preact/hooks'
import { shareHash } from '../api/link.ts'

/** All that the address says. Names are those of its parameters. */
export type Place = Readonly<Record<string, string>>
/** What to change; undefined takes a choice away. */
export type Change = Readonly<Record<string, string | undefined>>

const listeners = new Set<() => void>()
addEventListener('popstate', () => tell())

/** Choices that are of one view only, and do not follow when another one is opened. */
const OF_A_VIEW = ['metric', 'sort', 'event', 'control', 'by', 'show', 'theirs', 'shop', 'since']

function readPlace(): Place {
  return Object.fromEntries(new URLSearchParams(location.search))
}

/** Choices that name something of one site, and do not follow when another one is chosen. */
const OF_A_SITE = ['event', 'control', 'theirs', 'shop', 'since']

/** The address of a place that differs from the one shown. */
export function hrefOf(change: Change, from: Place = readPlace()): string {
  const isOther = (name: 'view' | 'site'): boolean => change[name] !== undefined && change[name] !== from[name]
  const base = without(from, [...(isOther('view') ? OF_A_VIEW : []), ...(isOther('site') ? OF_A_SITE : [])])
  const entries = Object.entries({ ...base, ...change }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  )
  const text = new URLSearchParams(entries).toString()
  return (text === '' ? location.pathname : `?${text}`) + shareHash()
}

/** Go there. @param how `replace` for what should not be a step of its own for Back. */
export function go(change: Change, how: 'push' | 'replace' = 'push'): void {
  const address = hrefOf(change)
  if (how === 'push') history.pushState(null, '', address)
  else history.replaceState(null, '', address)
  tell()
}

/** The place, drawn anew when it changes. */
export function usePlace(): Place {
  const [place, set] = useState(readPlace)
  useEffect(() => {
    const listener = (): void => set(readPlace())
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [])
  return place
}

/** Follow a link inside the page, one of a chart too, without loading it anew; new tabs and downloads stay the browser's. */
export function followInside(event: MouseEvent): void {
  const link = (event.target as Element).closest?.('a')
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
  if (link.hasAttribute('target') || link.hasAttribute('download')) return
  // Links in SVG know neither their origin nor their path.
  const { origin, pathname, hash, href } = new URL(link.getAttribute('href') ?? '', location.href)
  if (origin !== location.origin || pathname !== location.pathname || hash !== shareHash()) return
  event.preventDefault()
  history.pushState(null, '', href)
  tell()
}

function without(place: Place, names: readonly string[]): Place {
  return Object.fromEntries(Object.entries(place).filter(([name]) => !names.includes(name)))
}

function tell(): void {
  for (const listener of listeners) listener()
}
