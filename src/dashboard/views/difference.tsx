// Why does another tool say otherwise?

import { differenceTile } from '../tiles/difference.tsx'
import { Frame } from '../tiles/frame.tsx'
import type { View } from './view.ts'

export const difference: View = {
  id: 'difference',
  title: 'Difference',
  about: 'Why another tool counts otherwise.',
  hasStretch: false,
  isShared: true,
  draw: ({ scope }) => (
    <div class="tiles">
      <Frame tile={differenceTile} scope={scope} wide />
    </div>
  ),
}
