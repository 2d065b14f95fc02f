// Who may see what: links, keys, sessions, and what happened to them. For admins.
import { auditTile } from '../tiles/access-audit.tsx'
import { keysTile } from '../tiles/access-keys.tsx'
import { sessionsTile } from '../tiles/access-sessions.tsx'
import { sharesTile } from '../tiles/access-shares.tsx'
import { Frame } from '../tiles/frame.tsx'
import type { View } from './view.ts'

export const access: View = {
  id: 'access',
  title: 'Access',
  about: 'Who may see what.',
  hasStretch: false,
  rights: ['admin'],
  draw: ({ scope }) => (
    <div class="tiles">
      <Frame tile={sharesTile} scope={scope} wide />
      <Frame tile={keysTile} scope={scope} wide />
      <Frame tile={sessionsTile} scope={scope} wide />
      <Frame tile={auditTile} scope={scope} wide />
    </div>
  ),
}
