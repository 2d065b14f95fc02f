// Script-made clicks are not human (rule M14). The tag always says; a page's click that does not was not recorded by it.
// A redirect is the navigation itself: no DOM event, nothing to trust.
import type { Rule } from '../rule.ts'

export const untrusted: Rule = {
  reason: 'untrusted',
  broken: (facts) => facts.type === 'click' && facts.route !== 'redirect' && facts.trusted !== true,
}
