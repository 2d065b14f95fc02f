// What the live view knows, for each of its tiles: the clicks that it holds, and what time it is.
import { isoTime } from '../parts/moment.ts'
import type { Table } from '../parts/table.tsx'
import type { LiveClick } from '../state/click-tape.ts'

/** What stands for now, milliseconds. */
export const SPAN_MS = 600_000

export interface LiveData {
  /** Newest first. */
  clicks: readonly LiveClick[]
  /** Every click that was received from then on is among them, milliseconds since the Unix epoch. */
  wholeSince: number
  /** Milliseconds since the Unix epoch. */
  now: number
  /** Why they come in no more; empty while they do. */
  trouble: string
}

/** Those that came in during the last minutes. */
export function recent({ clicks, now }: LiveData): LiveClick[] {
  return clicks.filter(({ receivedAt }) => receivedAt > now - SPAN_MS)
}

/** What is missing while there is no connection. */
export function disconnected({ trouble }: LiveData): string | undefined {
  return trouble === '' ? undefined : `Not connected, so what came in since is missing. ${trouble}`
}

/** What is missing of the last minutes. */
export function missing(data: LiveData): string | undefined {
  const isWhole = data.wholeSince <= data.now - SPAN_MS
  return (
    disconnected(data) ?? (isWhole ? undefined : 'More clicks came in during these ten minutes than are known here.')
  )
}

export function clicksTable(clicks: readonly LiveClick[]): Table {
  return {
    columns: [
      { name: 'happened', kind: 'time', to: 'second' },
      { name: 'received', kind: 'time', to: 'second' },
      { name: 'waited', kind: 'ms' },
      { name: 'item' },
      { name: 'placement' },
      { name: 'position', kind: 'count' },
      { name: 'variant' },
      { name: 'datacenter' },
      { name: 'verdict' },
      { name: 'event' },
    ],
    rows: clicks.map((click) => [
      isoTime(click.at),
      isoTime(click.receivedAt),
      click.waitedMs,
      click.item || null,
      click.placement || null,
      click.position || null,
      click.variant || null,
      click.datacenter,
      click.verdict,
      click.id,
    ]),
  }
}
