// Books and loss: every record accounted for, what never came in, what could not be read, what was restated, and the story of one event.
import { Notes } from '../parts/notes.tsx'
import { booksTile } from '../tiles/books.tsx'
import { explainTile } from '../tiles/explain.tsx'
import { Frame } from '../tiles/frame.tsx'
import { lossTile } from '../tiles/loss.tsx'
import { quarantineOfAllTile, quarantineTile } from '../tiles/quarantine.tsx'
import { restatementsTile } from '../tiles/restatements.tsx'
import type { View } from './view.ts'

export const books: View = {
  id: 'books',
  title: 'Books and loss',
  about: 'Every record accounted for.',
  isShared: true,
  hasStretch: true,
  draw: ({ scope, me }) => (
    <>
      <div class="tiles">
        <Frame tile={booksTile} scope={scope} wide />
        {/* A shared link tells no single event's story. */}
        {me.by !== 'share' && <Frame tile={explainTile} scope={scope} wide />}
        <Frame tile={lossTile} scope={scope} />
        <div class="stack">
          <Frame tile={me.everySite ? quarantineOfAllTile : quarantineTile} scope={scope} />
          <Frame tile={restatementsTile} scope={scope} />
        </div>
      </div>
      <Notes scope={scope} me={me} />
    </>
  ),
}
