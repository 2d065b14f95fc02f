// Times and sizes as people read them, in the zone that the page is about; and times as files hold them.
import { count, span } from './format.ts'

/** The smallest unit that a time is shown in. */
export type TimeUnit = 'day' | 'minute' | 'second' | 'millisecond'

const MINUTE = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const
const PARTS: Readonly<Record<TimeUnit, Intl.DateTimeFormatOptions>> = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  minute: MINUTE,
  second: { ...MINUTE, second: '2-digit' },
  millisecond: { ...MINUTE, second: '2-digit', fractionalSecondDigits: 3 },
}

/** `2 Nov 2026`; `2 Nov, 14:03`; `2 Nov, 14:03:20`; `2 Nov, 14:03:20.123`. */
export function timeText(time: string | number, tz: string, to: TimeUnit): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: tz, ...PARTS[to] }).format(new Date(time))
}

/** `2 Nov, 14:03:20`; a dash for none. */
export function moment(iso: string | null, tz: string): string {
  return iso ? timeText(iso, tz, 'second') : '–'
}

/** As tables and files hold a time: ISO 8601 in UTC, with milliseconds. @param time empty, or null, for none. */
export function isoTime(time: string | number | null): string | null {
  return time === null || time === '' ? null : new Date(time).toISOString()
}

/** `4 ms`, `1,240 ms`, and from ten seconds on `12 s`, `3 h`. */
export function durationText(ms: number): string {
  return Math.abs(ms) < 10_000 ? `${count(ms)} ms` : span(ms)
}

/** `1.4 GB` */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${(bytes / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step]}`
}
