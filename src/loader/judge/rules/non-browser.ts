// Non-browser agents (rule M4). Every browser in use opens its user agent with `Mozilla/5.0` (RFC 9110 §10.1.5 tells why), but for
// Opera Mini's `Opera/9.80`; a beacon without a user agent comes from a program.
import type { Rule } from '../rule.ts'

export const nonBrowser: Rule = {
  reason: 'non_browser',
  broken: ({ agent }) => agent === undefined || !(agent.startsWith('Mozilla/5.0 (') || agent.startsWith('Opera/')),
}
