// Judging: does this event count, and if not, why not? A pure function of the event's facts, the site's settings and the rules' version.
// Promises: the same input gives the same answer for ever; a version's rules never change once released, a new version is a new list.
// Does not: look at other events. Repeats and implausible rates need those; `docs/decisions/repeats.md` says where they are found.
import type { Reason } from '../../event/index.ts'
import type { Context } from './context.ts'
import type { Facts } from './facts.ts'
import { isTrustedRoute, type Rule } from './rule.ts'
import { bot } from './rules/bot.ts'
import { dataCentre } from './rules/data-centre.ts'
import { expired } from './rules/expired.ts'
import { foreignOrigin } from './rules/foreign-origin.ts'
import { forged } from './rules/forged.ts'
import { hidden } from './rules/hidden.ts'
import { malformed } from './rules/malformed.ts'
import { noConsent } from './rules/no-consent.ts'
import { noToken } from './rules/no-token.ts'
import { nonBrowser } from './rules/non-browser.ts'
import { notFromServer } from './rules/not-from-server.ts'
import { notInList } from './rules/not-in-list.ts'
import { prefetch } from './rules/prefetch.ts'
import { untrusted } from './rules/untrusted.ts'

/** The rules that judge now. */
export const RULES_VERSION = 1

/** Empty: it counts. Otherwise every rule that it breaks, in the order of `REASONS`; the books charge it to the first. */
export interface Verdict {
  reasons: readonly Reason[]
}

/** The page's rules of each version, in the order of `REASONS`. */
const RULES: ReadonlyMap<number, readonly Rule[]> = new Map([
  [
    1,
    [
      notFromServer,
      noConsent,
      malformed,
      forged,
      noToken,
      notInList,
      expired,
      prefetch,
      bot,
      nonBrowser,
      dataCentre,
      foreignOrigin,
      untrusted,
      hidden,
    ],
  ],
])

const COUNTS: Verdict = { reasons: [] }

/** Judge one event. @throws RangeError when there are no rules of that version: a bug of the caller. */
export function judge(facts: Facts, context: Context, rulesVersion: number = RULES_VERSION): Verdict {
  const rules = RULES.get(rulesVersion)
  if (!rules) throw new RangeError(`There are no rules of version ${rulesVersion}.`)
  if (isTrustedRoute(facts.route)) return COUNTS
  let reasons: Reason[] | undefined
  for (const rule of rules) {
    if (!rule.broken(facts, context)) continue
    if (reasons) reasons.push(rule.reason)
    else reasons = [rule.reason]
  }
  return reasons ? { reasons } : COUNTS
}
