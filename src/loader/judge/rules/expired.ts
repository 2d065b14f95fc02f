// The list was still good when it happened: by the corrected time, so that what waited out an outage counts (rules M2, M18).
// A conversion comes days later by nature; the attribution window bounds it instead.
import type { Rule } from '../rule.ts'
import { correctTime } from '../time.ts'

export const expired: Rule = {
  reason: 'expired',
  broken: (facts, context) => {
    if (facts.tokenIssuedAt === undefined || facts.type === 'conversion') return false
    const lifetimeMs = (facts.tokenLifetimeSeconds ?? context.tokenLifetimeSeconds) * 1000
    const expiresAt = facts.tokenIssuedAt + lifetimeMs
    // Most events arrive while their list is good, whatever their clock says.
    return facts.receivedAt >= expiresAt && correctTime(facts).at >= expiresAt
  },
}
