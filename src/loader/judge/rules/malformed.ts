// The token cannot be read (rule M2).
import type { Rule } from '../rule.ts'

export const malformed: Rule = {
  reason: 'malformed',
  broken: (facts) => facts.token === 'malformed',
}
