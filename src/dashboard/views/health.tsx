// Is it all arriving? Problems first, then what they were found in.
import { Frame } from '../tiles/frame.tsx'
import { collectorsTile } from '../tiles/health-collectors.tsx'
import { machineryTile } from '../tiles/health-machinery.tsx'
import { problemsTile } from '../tiles/health-problems.tsx'
import { levelsTile } from '../tiles/health-sites.tsx'
import type { View } from './view.ts'

export const health: View = {
  id: 'health',
  title: 'Health',
  about: 'Is it all arriving?',
  hasStretch: false,
  hasProblems: true,
  draw: ({ scope }) => (
    <div class="tiles">
      <Frame tile={problemsTile} scope={scope} wide />
      <Frame tile={collectorsTile} scope={scope} wide />
      <Frame tile={levelsTile} scope={scope} />
      <Frame tile={machineryTile} scope={scope} />
    </div>
  ),
}
