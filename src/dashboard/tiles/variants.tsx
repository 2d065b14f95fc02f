// The variants beside each other; which is better is a question for the experiment, whose intervals may be looked at daily.
import type { BreakdownAnswer } from '../../api/index.ts'
import { Intervals } from '../charts/intervals.tsx'
import { named, percent, plural } from '../parts/format.ts'
import { hrefOf } from '../state/place.ts'
import { askBreakdown, breakdownTable } from './breakdown.tsx'
import type { Tile } from './tile.ts'

const VARIANTS_MAX = 8

export const variantsTile: Tile<BreakdownAnswer> = {
  name: 'variants',
  title: 'Variants',
  about: () => (
    <>
      Clicked, of items seen, with 95 % intervals. <a href={hrefOf({ view: 'experiment' })}>Is one better?</a>
    </>
  ),
  get: askBreakdown,
  empty: ({ variant }) => (variant.length === 0 ? 'No variant was seen.' : undefined),
  table: ({ variant }) => breakdownTable('variant', variant),
  draw: ({ variant }, { filters, lead }) => (
    <Intervals
      label="Clicked, of items seen, by variant"
      format={percent}
      rows={variant.slice(0, VARIANTS_MAX).map(({ name, rate, low, high, clicks }) => {
        const isChosen = name !== null && filters.variant === name
        const href = name === null ? undefined : hrefOf({ ...lead, variant: isChosen ? undefined : name })
        return { name: named(name), value: rate, low, high, note: plural(clicks, 'click'), isChosen, href }
      })}
    />
  ),
}
