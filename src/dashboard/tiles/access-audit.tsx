// What happened to access: sign-ins, keys and links, the newest first.
import type { AuditAnswer } from '../../api/index.ts'
import { moment } from '../parts/moment.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import type { Scope, Tile } from './tile.ts'

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
      <PlainTable table={tableOf(answer, scope)} label="Sign-ins, keys and links" />
    ),
}

function tableOf({ entries }: AuditAnswer, { tz }: Scope): Table {
  return {
    columns: [{ name: 'When' }, { name: 'Who' }, { name: 'What' }, { name: 'Sites' }, { name: 'More' }],
    rows: entries.map(({ at, kind, who, sites, subject, detail, address }) => [
      moment(at, tz),
      who || 'somebody unknown',
      subject ? `${WORDS[kind]} ${subject}` : WORDS[kind],
      sites === '*' ? 'all' : sites.join(', ') || '–',
      [detail, address && `from ${address}`].filter(Boolean).join(', '),
    ]),
  }
}
