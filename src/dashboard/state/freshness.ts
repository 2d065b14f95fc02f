// How complete the figures are, for all tiles at once: asked for beside them, and told by each whose stretch still grows.
import { type Context, createContext } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { FreshnessAnswer } from '../../api/index.ts'
import { ask } from '../api/client.ts'
import { plural, span } from '../parts/format.ts'

/** Empty while everything is in. */
export const Freshness: Context<string> = createContext('')

/** What the loader may be behind without a word, milliseconds. */
const BEHIND_MS = 60_000
/** How often to ask, milliseconds. */
const AGAIN_MS = 20_000

/** @returns what to say. A node that does not tell, or not to this person, says nothing. */
export function useFreshness(): string {
  const [words, set] = useState('')
  useEffect(() => {
    const look = (): void => {
      if (document.hidden) return
      ask<FreshnessAnswer>('/api/v1/freshness').then(
        (answer) => set(freshnessText(answer)),
        () => set(''),
      )
    }
    look()
    const timer = setInterval(look, AGAIN_MS)
    return () => clearInterval(timer)
  }, [])
  return words
}

/** What may be missing from figures of right now; empty when nothing is. */
export function freshnessText({ lagMs, backlogMs, collectors }: FreshnessAnswer): string {
  const behindMs = Math.max(lagMs, backlogMs)
  const { watched, away, behind } = collectors
  const some = (few: number): string => `${few} of ${plural(watched, 'collector')}`
  return [
    behindMs > BEHIND_MS && `Counting is ${span(behindMs)} behind: what came in since is kept, and will be added here.`,
    away > 0 && `${some(away)} cannot be reached: some clicks may still wait in their pages, and will be added here.`,
    behind > 0 && `What ${some(behind)} took is not counted yet: it is kept, and will be added here.`,
  ]
    .filter(Boolean)
    .join(' ')
}
