// What the figures of a view mean, printed below them: whose days, which windows.
import type { JSX } from 'preact'
import type { Me } from '../api/answers.ts'
import type { Scope } from '../tiles/tile.ts'
import { span } from './format.ts'

export function Notes({ scope, me }: { scope: Scope; me: Me }): JSX.Element {
  const facts = me.sites.find(({ site }) => site === scope.site)!
  return (
    <footer class="notes">
      <p>
        Days and hours are those of {scope.tz}. Figures are net: forged, scripted and repeated events are left out, and
        what arrived late stands where it happened.
      </p>
      <p>
        A second click on the same item of the same list counts again after {span(facts.repeatWindowSeconds * 1_000)}.
        Conversions follow from clicks within {span(facts.clickWindowSeconds * 1_000)}, else from views within{' '}
        {span(facts.viewWindowSeconds * 1_000)}.
      </p>
    </footer>
  )
}
