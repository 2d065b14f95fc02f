// Data-centre sources (rule M4): off until the site gives a list, since people behind VPNs come from there too.
import type { Rule } from '../rule.ts'

export const dataCentre: Rule = {
  reason: 'data_centre',
  broken: (facts, context) =>
    context.dataCentre !== undefined && facts.address !== undefined && context.dataCentre(facts.address),
}
