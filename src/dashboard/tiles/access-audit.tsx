// What happened to access: sign-ins, keys and links, the newest first.
import type { AuditAnswer } from '../../api/index.ts'
import { isoTime } from '../parts/moment.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import type { Tile } from './tile.ts'

type Entry = AuditAnswer['entries'][number]

const WORDS: Readonly<Record<Entry['kind'], string>> = {
  signed_in: 'signed in',
  sign_in_refused: 'was refused a sign-in',
  signed_out: 'signed out',
  session_ended: 'ended the session of',
  key_made: 'made the key',
  key_rotated: 'rotated the key',
  key_revoked: 'revoked the key',
  share_made: 'shared the link',
  share_used: 'used the link',
  share_revoked: 'revoked the link',
}

export const auditTile: Tile<AuditAnswer> = {
  name: 'audit',
  title: 'What happened',
  get: (ask) => ask('/api/v1/audit', { limit: 200 }),
  table: tableOf,
  draw: (answer, scope) =>
    answer.entries.length === 0 ? (
      <p class="soft">Nothing yet.</p>
    ) : (
      <PlainTable table={tableOf(answer)} label="Sign-ins, keys and links" tz={scope.tz} />
    ),
}

function tableOf({ entries }: AuditAnswer): Table {
  return {
    columns: [
      { name: 'When', kind: 'time', to: 'second' },
      { name: 'Who' },
      { name: 'What' },
      { name: 'Sites' },
      { name: 'More' },
    ],
    rows: entries.map(({ at, kind, who, sites, subject, detail, address }) => [
      isoTime(at),
      who || 'somebody unknown',
      subject ? `${WORDS[kind]} ${subject}` : WORDS[kind],
      sites === '*' ? 'all' : sites.join(', '),
      [detail, address && `from ${address}`].filter(Boolean).join(', '),
    ]),
  }
}
