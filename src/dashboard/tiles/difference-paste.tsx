// Where the other tool's daily counts are pasted, or read from a file; they go into the address.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { type CountsMetric, readCounts } from '../state/counts.ts'
import type { DateOrder } from '../state/counts-day.ts'
import { go } from '../state/place.ts'
import { isZone } from '../state/range.ts'
import type { Scope } from './tile.ts'

export const METRICS = ['clicks', 'impressions', 'views'] as const
const ORDERS: readonly [order: DateOrder, name: string][] = [
  ['told', 'as they show'],
  ['day', 'day first'],
  ['month', 'month first'],
]

export function Paste({ scope }: { scope: Scope }): JSX.Element {
  const [trouble, setTrouble] = useState('')
  const compare = (text: string, metric: string, tz: string, order: string): void => {
    const { days, fault: unread } = readCounts(text, metric as CountsMetric, order as DateOrder)
    const fault =
      unread || (isZone(tz) ? '' : `No time zone is called ${tz}. Choose one of the list, such as Europe/Berlin.`)
    setTrouble(fault)
    if (fault === '') go({ theirs: days.map(({ day, count }) => `${day}:${count}`).join(','), metric, tz })
  }
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const [counts, metric, tz, order] = ['counts', 'metric', 'tz', 'order'].map((name) => String(form.get(name)))
    compare(counts!, metric!, tz!.trim(), order!)
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
        <select id="metric" name="metric">
          {METRICS.map((name) => (
            <option key={name} value={name} selected={name === scope.place.metric}>
              {name}
            </option>
          ))}
        </select>
        <label for="tz">in days of</label>
        <input id="tz" name="tz" list="zones" required maxLength={64} defaultValue={scope.tz} autocomplete="off" />
        <datalist id="zones">
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <label for="order">dates</label>
        <select id="order" name="order">
          {ORDERS.map(([order, name]) => (
            <option key={order} value={order}>
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
