// What a rule is: a reason, and a pure test of one event. One rule a file in `rules/`.
// A rule of the page looks at events from pages, pixels and redirects only; servers and imports held a key and are believed.
import type { Reason, Route } from '../../event/index.ts'
import type { Context } from './context.ts'
import type { Facts } from './facts.ts'

/** One measurement rule. `broken` is pure and allocates nothing. */
export interface Rule {
  reason: Reason
  /** Does this event break the rule, so that it must not count? */
  broken(facts: Facts, context: Context): boolean
}

/** Did the sender hold a key of the site? */
export function isTrustedRoute(route: Route): boolean {
  return route === 'api' || route === 'import'
}
