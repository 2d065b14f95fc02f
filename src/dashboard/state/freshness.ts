// How far behind the figures are, for all tiles at once: asked for beside them, and told by each whose stretch still grows.
import { type Context, createContext } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ask } from '../api/client.ts'
import { span } from '../parts/format.ts'

/** Empty while everything is in. */
export const Freshness: Context<string> = createContext('')

/** What the loader may be behind without a word, milliseconds. */
const BEHIND_MS = 60_000
/** How often to ask, milliseconds. */
const AGAIN_MS = 20_000

interface Health {
  loader: { lagMs: number; backlogMs: number }
}

/** @returns what to say. A node that does not tell, or not to this person, says nothing. */
export function useFreshness(): string {
  const [words, set] = useState('')
  useEffect(() => {
    const look = (): void => {
      if (document.hidden) return
      ask<Health>('/api/v1/health').then(
        ({ loader }) => set(wordsOf(loader)),
        () => set(''),
      )
    }
    look()
    const timer = setInterval(look, AGAIN_MS)
    return () => clearInterval(timer)
  }, [])
  return words
}

/** What was received but is not counted yet. */
function wordsOf({ lagMs, backlogMs }: Health['loader']): string {
  const behindMs = Math.max(lagMs, backlogMs)
  if (behindMs <= BEHIND_MS) return ''
  return `Counting is ${span(behindMs)} behind: what came in since is kept, and will be added here.`
}
