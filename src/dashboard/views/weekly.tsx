// The weekly report of a site, made to be printed: the last whole week, beside the one before, on two pages.
import { Notes } from '../parts/notes.tsx'
import { daysOf, lastWeek, stretchText } from '../state/range.ts'
import { booksTile } from '../tiles/books.tsx'
import { figuresTile } from '../tiles/figures.tsx'
import { Frame } from '../tiles/frame.tsx'
import { itemsTile } from '../tiles/items.tsx'
import { lossTile } from '../tiles/loss.tsx'
import { placementsTile } from '../tiles/placements.tsx'
import { positionsTile } from '../tiles/positions.tsx'
import { seriesTile } from '../tiles/series.tsx'
import { variantsTile } from '../tiles/variants.tsx'
import type { View, ViewProps } from './view.ts'

export const weekly: View = {
  id: 'weekly',
  title: 'Weekly report',
  about: 'The last whole week, beside the one before. Made to be printed.',
  hasStretch: false,
  isShared: true,
  draw: ({ scope: now, me }: ViewProps) => {
    const stretch = lastWeek(now.tz)
    // What is followed is looked at on the overview, of the same week.
    const lead = { view: undefined, range: undefined, ...daysOf(stretch) }
    const scope = { ...now, stretch, filters: {}, lead }
    return (
      <>
        <div class="week">
          <p>
            <bdi>
              <b>{scope.site}</b>
            </bdi>
            , {stretchText(scope.stretch, scope.tz)}
          </p>
          <button type="button" onClick={() => print()}>
            Print
          </button>
        </div>
        <div class="tiles">
          <Frame tile={figuresTile} scope={scope} wide bare />
          <Frame tile={seriesTile} scope={scope} wide />
          <Frame tile={placementsTile} scope={scope} />
          <Frame tile={positionsTile} scope={scope} />
          <Frame tile={itemsTile} scope={scope} />
          <div class="stack">
            <Frame tile={variantsTile} scope={scope} />
            <Frame tile={lossTile} scope={scope} />
          </div>
          <Frame tile={booksTile} scope={scope} wide />
        </div>
        <Notes scope={scope} me={me} />
      </>
    )
  },
}
