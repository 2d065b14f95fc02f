// For the owner of a site: what to put on its pages, and whether it works.
import { Frame } from '../tiles/frame.tsx'
import { checkerTile } from '../tiles/install-checker.tsx'
import { policyTile, snippetTile } from '../tiles/install-snippet.tsx'
import type { View } from './view.ts'

export const install: View = {
  id: 'install',
  title: 'Install',
  about: 'What stands on the pages of a site, and whether it works.',
  hasStretch: false,
  draw: ({ scope }) => (
    <div class="tiles">
      <Frame tile={snippetTile} scope={scope} wide />
      <Frame tile={checkerTile} scope={scope} wide />
      <Frame tile={policyTile} scope={scope} wide />
    </div>
  ),
}
