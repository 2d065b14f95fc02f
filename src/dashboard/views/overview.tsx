// The overview of a site: what was seen, clicked and earned, beside the period before.
import { Notes } from '../parts/notes.tsx'
import { figuresTile } from '../tiles/figures.tsx'
import { Frame } from '../tiles/frame.tsx'
import type { View } from './view.ts'

export const overview: View = {
  id: 'overview',
  title: 'Overview',
  about: 'What was seen, clicked and earned.',
  hasStretch: true,
  isShared: true,
  draw: ({ scope, me }) => (
    <>
      <div class="tiles">
        <Frame tile={figuresTile} scope={scope} wide bare />
      </div>
      <Notes scope={scope} me={me} />
    </>
  ),
}
