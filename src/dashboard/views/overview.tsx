// The overview of a site: what was seen, clicked and earned, beside the period before; where, at which position, which items, which variant.
import { Notes } from '../parts/notes.tsx'
import { FILTERS } from '../state/filters.ts'
import { figuresTile } from '../tiles/figures.tsx'
import { Frame } from '../tiles/frame.tsx'
import { itemsTile } from '../tiles/items.tsx'
import { placementsTile } from '../tiles/placements.tsx'
import { positionsTile } from '../tiles/positions.tsx'
import { seriesTile } from '../tiles/series.tsx'
import { variantsTile } from '../tiles/variants.tsx'
import type { View } from './view.ts'

export const overview: View = {
  id: 'overview',
  title: 'Overview',
  about: 'What was seen, clicked and earned.',
  hasStretch: true,
  filters: FILTERS,
  isShared: true,
  draw: ({ scope, me }) => (
    <>
      <div class="tiles">
        <Frame tile={figuresTile} scope={scope} wide bare />
        <Frame tile={seriesTile} scope={scope} wide />
        <div class="stack">
          <Frame tile={placementsTile} scope={scope} />
          <Frame tile={itemsTile} scope={scope} />
        </div>
        <div class="stack">
          <Frame tile={positionsTile} scope={scope} />
          <Frame tile={variantsTile} scope={scope} />
        </div>
      </div>
      <Notes scope={scope} me={me} />
    </>
  ),
}
