// Pages on other origins than the site allows. Browsers send `Origin` with every beacon, so a beacon without one is foreign too;
// a pixel may come without (`Referrer-Policy`), and a redirect is opened from mail: neither is judged by what is not there.
import { memo } from '../memo.ts'
import type { Rule } from '../rule.ts'

/** Origin patterns become one test per list of them; sites are few and their lists are stable objects. */
const testers = new WeakMap<readonly string[], (origin: string) => boolean>()

export const foreignOrigin: Rule = {
  reason: 'foreign_origin',
  broken: (facts, context) => {
    if (context.origins.length === 0 || facts.route === 'redirect') return false
    if (facts.origin === undefined) return facts.route === 'beacon'
    return !testerOf(context.origins)(facts.origin)
  },
}

function testerOf(origins: readonly string[]): (origin: string) => boolean {
  let tester = testers.get(origins)
  if (!tester) {
    const patterns = origins.map(pattern)
    tester = memo((origin) => patterns.some((allowed) => allowed.test(origin)))
    testers.set(origins, tester)
  }
  return tester
}

/** `https://*.shop.example` allows every subdomain of any depth, and not `https://shop.example` itself. */
function pattern(origin: string): RegExp {
  const literal = origin.replace(/\/$/, '').replace(/[.+?^${}()|[\]\\/]/g, '\\$&')
  return new RegExp(`^${literal.replace('*', '[a-z0-9-]+(?:\\.[a-z0-9-]+)*')}$`, 'i')
}
