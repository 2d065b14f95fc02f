// The collectors: are they ready, and does a click that we send ourselves come all the way into reports?
import type { HealthAnswer } from '../../api/index.ts'
import { count } from '../parts/format.ts'
import { bytesText, moment } from '../parts/moment.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import type { Scope, Tile } from './tile.ts'

export const collectorsTile: Tile<HealthAnswer> = {
  name: 'collectors',
  title: 'Datacenters',
  about: () => 'One synthetic click a minute goes through each collector, as a page would send it; no figure counts it',
  get: (ask) => ask('/api/v1/health'),
  table: tableOf,
  draw(health, scope) {
    const { machinery } = health
    if (!machinery) return <p class="soft">Keys of all sites see the datacenters here.</p>
    if (machinery.collectors.length === 0)
      return (
        <p class="soft">
          No collector is watched. Name their addresses under <code>collectors</code> in the settings.
        </p>
      )
    return <PlainTable table={tableOf(health, scope)} label="Each collector" />
  },
}

function tableOf({ machinery }: HealthAnswer, { tz }: Scope): Table {
  return {
    columns: [
      { name: 'Collector' },
      { name: 'State' },
      { name: 'Taken in', kind: 'number' },
      { name: 'In reports in', kind: 'number' },
      { name: 'Last came through' },
      { name: 'Recorded', kind: 'count' },
      { name: 'Refused', kind: 'count' },
      { name: 'Disk free', kind: 'number' },
    ],
    rows: (machinery?.collectors ?? []).map(({ url, state, trouble, probe, recorded, refused, freeBytes }) => [
      url,
      trouble === '' ? state : `${state}: ${trouble}`,
      probe.trouble === '' ? milliseconds(probe.acknowledgedMs) : probe.trouble,
      milliseconds(probe.countedMs),
      moment(probe.lastCountedAt, tz),
      recorded,
      Object.values(refused).reduce((sum, value) => sum + value, 0),
      bytesText(freeBytes),
    ]),
  }
}

function milliseconds(ms: number | null): string {
  return ms === null ? '–' : `${count(ms)} ms`
}
