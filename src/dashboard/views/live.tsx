// Live: clicks as they come in, how fast and how late, by which datacenter; those that waited out an outage in amber.
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Strip } from '../charts/strip.tsx'
import { ClickList } from '../parts/click-list.tsx'
import { FirstClick } from '../parts/first-click.tsx'
import { count, named, span } from '../parts/format.ts'
import { type Clicks, type LiveClick, useClicks } from '../state/use-clicks.ts'
import type { Scope } from '../tiles/tile.ts'
import type { View } from './view.ts'

const SPAN_MS = 600_000
const ROWS_MAX = 40
const TICK_MS = 1_000

export const live: View = {
  id: 'live',
  title: 'Live',
  about: 'Clicks as they come in, and those that an outage held up.',
  isShared: true,
  hasStretch: false,
  draw: ({ scope }) => <Live scope={scope} />,
}

function Live({ scope }: { scope: Scope }): JSX.Element {
  const state = useClicks(scope.site)
  const now = useNow()
  const { clicks } = state
  if (clicks === undefined && state.trouble === '')
    return (
      <p class="boot" role="status">
        Loading …
      </p>
    )
  return (
    <div class="live-view">
      <Connection state={state} />
      {clicks === undefined || clicks.length === 0 ? (
        <FirstClick what="No click came in during the last day." scope={scope} />
      ) : (
        <>
          <Rates clicks={clicks} now={now} />
          <Strip clicks={clicks} from={now - SPAN_MS} to={now} tz={scope.tz} />
          <p class="about">
            The last ten minutes. <b class="late">Amber</b> was recovered: the line goes back to when it happened. Grey
            does not count.
          </p>
          <ClickList clicks={clicks.slice(0, ROWS_MAX)} tz={scope.tz} />
        </>
      )}
    </div>
  )
}

function Connection({ state }: { state: Clicks }): JSX.Element {
  return (
    <p class={`connection${state.isConnected ? ' on' : ''}`} role="status">
      <i aria-hidden="true" />
      {state.isConnected ? 'Connected' : `Not connected. ${state.trouble}`}
    </p>
  )
}

function Rates({ clicks, now }: { clicks: readonly LiveClick[]; now: number }): JSX.Element {
  const recent = clicks.filter(({ receivedAt }) => receivedAt > now - SPAN_MS)
  const minute = recent.filter(({ receivedAt }) => receivedAt > now - 60_000)
  const waits = recent.filter(({ kind }) => kind === 'live').map(({ waitedMs }) => waitedMs)
  const middle = waits.sort((one, other) => one - other)[Math.floor(waits.length / 2)]
  const centres = [...Map.groupBy(recent, ({ datacenter }) => datacenter)].sort(([one], [other]) =>
    one < other ? -1 : 1,
  )
  return (
    <dl class="figures">
      <Rate label="Last minute" value={count(minute.length)} note="clicks" />
      <Rate label="Last ten minutes" value={count(recent.length)} note="clicks" />
      <Rate
        label="Typical lag"
        value={middle === undefined ? '–' : middle < 1_000 ? `${Math.max(0, Math.round(middle))} ms` : span(middle)}
        note="from click to receipt"
      />
      <Rate
        label="Recovered"
        value={count(recent.filter(({ kind }) => kind === 'recovered').length)}
        note="after an outage"
        tone="late"
      />
      {centres.map(([name, own]) => (
        <Rate key={name} label={`Datacenter ${named(name).toUpperCase()}`} value={count(own.length)} note="clicks" />
      ))}
    </dl>
  )
}

function Rate({
  label,
  value,
  note,
  tone,
}: {
  label: string
  value: string
  note: string
  tone?: string
}): JSX.Element {
  return (
    <div class="figure">
      <dt>{label}</dt>
      <dd>
        <b class={tone}>{value}</b>
        <small>{note}</small>
      </dd>
    </div>
  )
}

function useNow(): number {
  const [now, set] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
