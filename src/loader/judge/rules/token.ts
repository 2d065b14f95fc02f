// The token itself (rule M2): unreadable, not ours, or not there. Three reasons, one look.
// A conversion may come without one, since it happens on pages that show no list; if it carries one, it must be ours.
import type { Rule } from '../rule.ts'

export const malformed: Rule = {
  reason: 'malformed',
  broken: (facts) => facts.token === 'malformed',
}

export const forged: Rule = {
  reason: 'forged',
  broken: (facts) => facts.token === 'forged',
}

export const noToken: Rule = {
  reason: 'no_token',
  broken: (facts) => facts.token === 'absent' && facts.type !== 'conversion',
}
