// Which stretch of time is shown: a preset that moves with the clock, or two dates. Days are those of the zone that is printed.

export interface Preset {
  id: string
  name: string
  /** Milliseconds, of stretches shorter than days; else days, today included. */
  ms?: number
  days?: number
}

export const PRESETS: readonly Preset[] = [
  { id: '1h', name: 'Last hour', ms: 3_600_000 },
  { id: '24h', name: 'Last 24 hours', ms: 86_400_000 },
  { id: '7d', name: 'Last 7 days', days: 7 },
  { id: '28d', name: 'Last 28 days', days: 28 },
  { id: '90d', name: 'Last 90 days', days: 90 },
]
const PRESET_DEFAULT = '7d'

export interface Stretch {
  /** As the API takes them: local dates, or ISO 8601. `to` is not included. */
  from: string
  to: string
  /** It ends in the future: figures still grow. */
  isLive: boolean
}

const DATE = /^2\d{3}-\d\d-\d\d$/
const TIME = /^2\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

/** The preset that an address names; 7 days otherwise. */
export function presetOf({ range }: Readonly<Record<string, string>>): Preset {
  return PRESETS.find(({ id }) => id === range) ?? PRESETS.find(({ id }) => id === PRESET_DEFAULT)!
}

/** @param place `range`, or `from` and `to` (the last day that is included), which count before it when they are real. */
export function stretchOf(place: Readonly<Record<string, string>>, tz: string, now: Date = new Date()): Stretch {
  const [from = '', to = ''] = [place.from, place.to].sort(byTime)
  const today = dayOf(now, tz)
  if (isTime(from) && isTime(to)) return { from, to, isLive: Date.parse(to) > now.getTime() }
  if (isDate(from) && isDate(to)) return { from, to: addDays(to, 1), isLive: to >= today }
  const preset = presetOf(place)
  if (preset.days !== undefined) return { from: addDays(today, 1 - preset.days), to: addDays(today, 1), isLive: true }
  // Whole minutes or hours, so that a question asked again within one is the same question.
  const grain = preset.ms! <= 3_600_000 ? 60_000 : 3_600_000
  const end = (Math.floor(now.getTime() / grain) + 1) * grain
  return { from: new Date(end - preset.ms!).toISOString(), to: new Date(end).toISOString(), isLive: true }
}

/** A day that there is. */
function isDate(text: string): boolean {
  const at = DATE.test(text) ? Date.parse(text) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

function isTime(text: string): boolean {
  return TIME.test(text) && !Number.isNaN(Date.parse(text))
}

function byTime(one = '', other = ''): number {
  return Date.parse(one) - Date.parse(other)
}

/** Whether this browser knows the time zone. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The last week that is over, Monday to Sunday. */
export function lastWeek(tz: string, now: Date = new Date()): Stretch {
  const today = dayOf(now, tz)
  const sinceMonday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7
  const to = addDays(today, -sinceMonday)
  return { from: addDays(to, -7), to, isLive: false }
}

/** The same days as the address says them: the last one is included. */
export function daysOf({ from, to }: Pick<Stretch, 'from' | 'to'>): { from: string; to: string } {
  return { from, to: addDays(to, -1) }
}

/** `2026-11-01`: the day of a time in a zone. */
function dayOf(time: Date, tz: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: tz, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    time,
  )
}

function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

/** In words, for the heading: both ends included. */
export function stretchText({ from, to }: Stretch, tz: string): string {
  if (from.includes('T')) {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: tz,
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    })
    return format.formatRange(new Date(from), new Date(to))
  }
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' })
  return format.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${addDays(to, -1)}T00:00:00Z`))
}

/** Both ends as milliseconds since the Unix epoch. */
export function edgesOf({ from, to }: Pick<Stretch, 'from' | 'to'>, tz: string): { from: number; to: number } {
  return { from: timeOf(from, tz), to: timeOf(to, tz) }
}

/** A date means its midnight in the zone: the offset at that time as UTC may be that of the other side of a change of clocks, so it is looked up twice. */
function timeOf(text: string, tz: string): number {
  if (text.includes('T')) return Date.parse(text)
  const wall = Date.parse(`${text}T00:00:00Z`)
  return wall - aheadMs(wall - aheadMs(wall, tz), tz)
}

/** How far a zone is ahead of UTC, milliseconds. */
function aheadMs(at: number, tz: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: tz, timeZoneName: 'longOffset' }).formatToParts(at)
  const [, sign, hours, minutes] =
    /GMT([+-])(\d\d):(\d\d)/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? []
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
