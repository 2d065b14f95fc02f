// Why another tool says otherwise: its daily counts, pasted, beside ours, with each thing that explains some of the gap.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { DifferenceAnswer } from '../../api/index.ts'
import { count } from '../parts/format.ts'
import { PlainTable, type Table } from '../parts/table.tsx'
import { readCounts } from '../state/counts.ts'
import { go } from '../state/place.ts'
import { DifferenceBars } from './difference-bars.tsx'
import type { Scope, Tile } from './tile.ts'

const METRICS = ['clicks', 'impressions', 'views'] as const

export const differenceTile: Tile<DifferenceAnswer | null> = {
  name: 'difference',
  title: 'Side by side',
  about: ({ tz }, found) => {
    const shift = found?.shiftHours ?? 0
    if (shift === 0) return `Days of ${tz}; choose the other tool's time zone at the top of its reports, if it differs`
    return `Days of ${tz}, moved by ${shift} h: the other tool's days seem to begin ${Math.abs(shift)} h ${shift > 0 ? 'later' : 'earlier'}`
  },
  async get(ask, { site, tz, place }) {
    if (!place.theirs) return null
    const metric = METRICS.find((name) => name === place.metric) ?? 'clicks'
    return ask<DifferenceAnswer>('/api/v1/difference', { site, tz, metric, theirs: place.theirs })
  },
  table: tableOf,
  draw: (found, scope) => (
    <>
      <Paste scope={scope} />
      {found && (
        <>
          <Verdict total={found.total} />
          <DifferenceBars days={found.days} />
          <PlainTable table={tableOf(found)} label="Both tools, day by day" />
        </>
      )}
    </>
  ),
}

function Paste({ scope }: { scope: Scope }): JSX.Element {
  const [trouble, setTrouble] = useState('')
  const compare = (text: string, metric: string): void => {
    const { days, fault } = readCounts(text)
    setTrouble(fault)
    if (fault === '') go({ theirs: days.map(({ day, count }) => `${day}:${count}`).join(','), metric })
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    compare(String(form.get('counts')), String(form.get('metric')))
  }
  const shown = (scope.place.theirs ?? '').replaceAll(',', '\n').replaceAll(/:(\d+)$/gm, ',$1')
  return (
    <form class="paste" onSubmit={submit}>
      <label for="counts">The other tool's daily counts, as CSV: a date and a number a line, up to 92 days</label>
      <textarea
        id="counts"
        name="counts"
        rows={6}
        required
        spellcheck={false}
        defaultValue={shown}
        placeholder={'day,clicks\n2026-11-01,120\n2026-11-02,98'}
        aria-describedby="counts-trouble"
      />
      <div class="line">
        <label for="metric">They count</label>
        <select id="metric" name="metric" defaultValue={scope.place.metric ?? 'clicks'}>
          {METRICS.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <label class="button">
          Choose a file
          <input
            type="file"
            class="hidden"
            accept=".csv,text/csv,text/plain"
            onChange={(event) => {
              const input = event.currentTarget
              const area = input.form!.elements.namedItem('counts') as HTMLTextAreaElement
              void input.files?.[0]?.text().then((text) => {
                area.value = text
              })
            }}
          />
        </label>
        <button type="submit" class="primary">
          Compare
        </button>
      </div>
      <p id="counts-trouble" class="trouble" role="alert">
        {trouble}
      </p>
    </form>
  )
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
      day.lost === null ? null : Math.round(day.lost),
      Math.round(day.unexplained),
    ]),
  }
}
