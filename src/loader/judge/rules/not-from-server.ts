// `served` is the service's own word about what it served; from a page it is hearsay.
import type { Rule } from '../rule.ts'

export const notFromServer: Rule = {
  reason: 'not_from_server',
  broken: (facts) => facts.type === 'served',
}
