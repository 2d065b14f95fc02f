// Consent (rule M20): where the site asks for it, only a visitor who agreed is counted. An explicit yes to the site outranks GPC.
import type { Rule } from '../rule.ts'

export const noConsent: Rule = {
  reason: 'no_consent',
  broken: (facts, context) => context.consentRequired && facts.consent !== true,
}
