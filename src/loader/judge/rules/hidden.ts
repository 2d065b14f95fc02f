// Hidden, 0×0 and 1×1 placements (rule M4). A conversion is shown nowhere.
import type { Rule } from '../rule.ts'

export const hidden: Rule = {
  reason: 'hidden',
  broken: (facts) => facts.hidden === true && facts.type !== 'conversion',
}
