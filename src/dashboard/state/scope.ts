// What a view is about, as the address says: a site, a zone, a stretch of time, filters. Promises: what the address says wrongly is not taken,
// and what a view does not take is not in its scope.
import type { Me } from '../api/answers.ts'
import type { Scope } from '../tiles/tile.ts'
import type { View } from '../views/view.ts'
import type { Place } from './place.ts'
import { isZone, stretchOf } from './range.ts'

/** @returns undefined when there is no site to look at. */
export function scopeOf(
  { sites }: Pick<Me, 'sites'>,
  place: Place,
  { hasStretch, filters }: Pick<View, 'hasStretch' | 'filters'>,
  now: Date,
): Scope | undefined {
  const site = sites.find((known) => known.site === place.site) ?? sites[0]
  if (!site) return undefined
  const tz = place.tz && isZone(place.tz) ? place.tz : site.timeZone
  return {
    site: site.site,
    tz,
    // A view of right now goes on being one, whatever stretch was looked at elsewhere.
    stretch: stretchOf(hasStretch ? place : {}, tz, now),
    filters: Object.fromEntries((filters ?? []).flatMap((name) => (place[name] ? [[name, place[name]]] : []))),
    place,
  }
}
