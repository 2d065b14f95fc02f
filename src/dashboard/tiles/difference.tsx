// Why another tool says otherwise: its daily counts, pasted, beside ours, with each thing that explains some of the gap.
import type { JSX } from 'preact'
import type { DifferenceAnswer } from '../../api/index.ts'
import { count } from '../parts/format.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import { DifferenceBars } from './difference-bars.tsx'
import { METRICS, Paste } from './difference-paste.tsx'
import type { Tile } from './tile.ts'

export const differenceTile: Tile<DifferenceAnswer | null> = {
  name: 'difference',
  title: 'Side by side',
  about: ({ tz }, found) => {
    const shift = found?.shiftHours ?? 0
    if (shift === 0) return `Days of ${tz}`
    return `Days of ${tz}, moved by ${shift} h: the other tool's days seem to begin ${Math.abs(shift)} h ${shift > 0 ? 'later' : 'earlier'}`
  },
  async get(ask, { site, tz, place }) {
    if (!place.theirs) return null
    const metric = METRICS.find((name) => name === place.metric) ?? 'clicks'
    return ask<DifferenceAnswer>('/api/v1/difference', { site, tz, metric, theirs: place.theirs })
  },
  form: (scope) => <Paste scope={scope} />,
  table: tableOf,
  draw: (found, scope) =>
    found && (
      <>
        <Verdict total={found.total} />
        <DifferenceBars days={found.days} />
        <PlainTable table={tableOf(found)} label="Both tools, day by day" tz={scope.tz} />
      </>
    ),
}

function Verdict({ total }: { total: DifferenceAnswer['total'] }): JSX.Element {
  const { theirs, net, gross, late, lost, unexplained } = total
  const gap = theirs - net
  if (gap === 0) return <p class="verdict">Both count {count(net)}.</p>
  const more = gap > 0
  const reasons = Object.entries(total.invalid).filter(([, events]) => events > 0)
  const left = reasons.map(([reason, events]) => `${count(events)} ${reason.replaceAll('_', ' ')}`).join(', ')
  return (
    <div class="verdict">
      <p>
        <b>
          They count {count(Math.abs(gap))} {more ? 'more' : 'fewer'} than we do: {count(theirs)} beside {count(net)}.
        </b>
      </p>
      <p class="soft">
        {more
          ? `We received ${count(gross)} and left out ${left || 'nothing'}.${lost ? ` About ${count(Math.round(lost))} never reached us.` : ''}`
          : `${count(late)} of ours came in late, after an outage or a closed tab: a tool without an outbox never had them.`}{' '}
        {unexplained === 0
          ? 'That explains the difference.'
          : `${count(Math.abs(Math.round(unexplained)))} ${unexplained > 0 ? 'of theirs' : 'of ours'} remain unexplained: does it count the same links, on the same pages?`}
      </p>
    </div>
  )
}

function tableOf(found: DifferenceAnswer | null): Table {
  const reasons = [...new Set((found?.days ?? []).flatMap(({ invalid }) => Object.keys(invalid)))].sort()
  const number = (name: string) => ({ name, kind: 'count' as const })
  return {
    columns: [
      { name: 'Day' },
      ...['Theirs', 'Net', 'Gross'].map(number),
      ...reasons.map((reason) => number(reason.replaceAll('_', ' '))),
      ...['Late', 'Lost', 'Unexplained'].map(number),
    ],
    rows: (found?.days ?? []).map((day) => [
      day.day,
      day.theirs,
      day.net,
      day.gross,
      ...reasons.map((reason) => day.invalid[reason] ?? 0),
      day.late,
      day.lost,
      day.unexplained,
    ]),
  }
}
