// What the API answers, as types; and the questions that several tiles ask.
import type { SitesAnswer } from '../../api/index.ts'
import type { Scope } from '../tiles/tile.ts'
import type { Query } from './client.ts'

export type Me = SitesAnswer

/** The parameters of every question about a stretch of time. */
export function rangeOf({ site, tz, stretch, filters }: Scope): Query {
  return { site, tz, from: stretch.from, to: stretch.to, ...filters }
}
