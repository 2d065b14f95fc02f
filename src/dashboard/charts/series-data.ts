// A series as it is drawn: every step has a point, those without an event too, and a rate is computed where there is something to divide by.
import type { SeriesAnswer } from '../../api/index.ts'

export const METRICS = {
  clicks: 'Clicks',
  impressions: 'Impressions',
  views: 'Views',
  conversions: 'Conversions',
  rate: 'Clicked, of items seen',
} as const
export type MetricName = keyof typeof METRICS

export interface Drawn {
  /** Where each step begins, milliseconds. */
  at: number[]
  value: (number | null)[]
  /** Of each value, what came in late; all 0 but for clicks. */
  late: number[]
  previous: (number | null)[]
  stepMs: number
}

const STEP_MS: Readonly<Record<SeriesAnswer['step'], number>> = {
  minute: 60_000,
  fiveMinutes: 300_000,
  hour: 3_600_000,
  day: 86_400_000,
}
export const STEP_NAMES: Readonly<Record<SeriesAnswer['step'], string>> = {
  minute: 'minute',
  fiveMinutes: 'five minutes',
  hour: 'hour',
  day: 'day',
}

/** @param until where the stretch ends, milliseconds; steps that have not begun by `now` are left out. */
export function drawn(series: SeriesAnswer, metric: MetricName, from: number, until: number, now: number): Drawn {
  const stepMs = STEP_MS[series.step]
  const points = new Map(series.points.map((point) => [point.at, point]))
  const before = new Map(series.previous.map((point) => [point.at, point]))
  // Days are not all of 24 hours, so those that have events say where they begin, and the others lie between.
  const at = new Set([...points.keys(), ...before.keys()])
  const isNear = (time: number): boolean => [0, -3_600_000, 3_600_000].some((shift) => at.has(time + shift))
  for (let time = from; time < until; time += stepMs) if (series.step !== 'day' || !isNear(time)) at.add(time)
  const compared = series.before ? from + series.before.to - series.before.from : Infinity
  const times = [...at].filter((time) => time >= from && time < until).sort((one, other) => one - other)
  return {
    at: times,
    stepMs,
    value: times.map((time) => (time > now ? null : figureOf(points.get(time), metric))),
    late: times.map((time) => (metric === 'clicks' ? (points.get(time)?.lateClicks ?? 0) : 0)),
    previous: times.map((time) => (time < compared ? figureOf(before.get(time), metric) : null)),
  }
}

function figureOf(point: SeriesAnswer['points'][number] | undefined, metric: MetricName): number | null {
  if (metric !== 'rate') return point?.[metric] ?? 0
  return point && point.impressions > 0 ? point.clicks / point.impressions : null
}
