// The token is not ours: another key, another signature, or another site's (rule M2).
import type { Rule } from '../rule.ts'

export const forged: Rule = {
  reason: 'forged',
  broken: (facts) => facts.token === 'forged',
}
