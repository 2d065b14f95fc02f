// No token (rule M2). A conversion may come without one, since it happens on pages that show no list; if it carries one, it must be ours.
import type { Rule } from '../rule.ts'

export const noToken: Rule = {
  reason: 'no_token',
  broken: (facts) => facts.token === 'absent' && facts.type !== 'conversion',
}
