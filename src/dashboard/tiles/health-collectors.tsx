// The collectors: are they ready, and does a click that we send ourselves come all the way into reports?
import type { HealthAnswer } from '../../api/index.ts'
import { isoTime } from '../parts/moment.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import type { Tile } from './tile.ts'

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
    return <PlainTable table={tableOf(health)} label="Each collector" tz={scope.tz} />
  },
}

function tableOf({ machinery }: HealthAnswer): Table {
  return {
    columns: [
      { name: 'Collector' },
      { name: 'State' },
      { name: 'Trouble' },
      { name: 'Taken in', kind: 'ms' },
      { name: 'In reports in', kind: 'ms' },
      { name: 'Last came through', kind: 'time', to: 'second' },
      { name: 'Recorded', kind: 'count' },
      { name: 'Refused', kind: 'count' },
      { name: 'Log failures', kind: 'count' },
      { name: 'Disk free', kind: 'bytes' },
    ],
    rows: (machinery?.collectors ?? []).map(
      ({ url, state, trouble, probe, recorded, refused, logFailures, freeBytes }) => [
        url,
        state,
        [...new Set([trouble, probe.trouble])].filter(Boolean).join('; '),
        probe.acknowledgedMs,
        probe.countedMs,
        isoTime(probe.lastCountedAt),
        recorded,
        Object.values(refused).reduce((sum, value) => sum + value, 0),
        logFailures,
        freeBytes,
      ],
    ),
  }
}
