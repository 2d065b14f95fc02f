// The item stands in the signed list (rule M2). A conversion may be of another item than the one recommended; attribution decides there.
import type { Rule } from '../rule.ts'

export const notInList: Rule = {
  reason: 'not_in_list',
  broken: (facts) => facts.itemInList === false && facts.type !== 'conversion',
}
