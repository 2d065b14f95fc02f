// Fetched ahead (rules M5, M6): nobody has opened the page yet. `Sec-Purpose: prefetch`, `prefetch;prerender`, `prefetch;anonymous-client-ip`
// (Fetch standard, HTML), and the older `Purpose: prefetch`, `X-Purpose: preview | instant`, `X-Moz: prefetch` (Matomo PR 24293).
// `head` is what the loader makes of a HEAD request.
import type { Rule } from '../rule.ts'

const AHEAD = /\b(?:prefetch|prerender|preview|instant|head)\b/i

export const prefetch: Rule = {
  reason: 'prefetch',
  broken: (facts) => facts.purpose !== undefined && AHEAD.test(facts.purpose),
}
