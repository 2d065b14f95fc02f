// Numbers, rates, money and times as people read them. English, like all the text around them.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 })
const axis = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const NONE = '–'

export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : whole.format(value)
}

/** Short enough for a large figure: `1.24M` from a million on. */
export function big(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE
  return Math.abs(value) >= 1_000_000 ? short.format(value) : whole.format(value)
}

export function axisCount(value: number): string {
  return axis.format(value)
}

/** `4.32 %`; as many digits as can be told apart in small rates. */
export function percent(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE
  const size = Math.abs(value)
  if (size === 0) return '0 %'
  const digits = size >= 0.1 ? 1 : size >= 0.001 ? 2 : 3
  return `${(value * 100).toFixed(digits)} %`
}

/** `2.5 %`: of an axis, whose values are round. */
export function axisPercent(value: number): string {
  return `${Number((value * 100).toPrecision(3))} %`.replace('-', '−')
}

/** `+12.4 %`: a change as a share of what was before; `new` from nothing. */
export function change(now: number | null, before: number | null): string {
  if (now === null || before === null) return NONE
  if (before === 0) return now === 0 ? '±0' : 'new'
  const share = now / before - 1
  if (Math.abs(share) < 0.0005) return '±0'
  return `${share > 0 ? '+' : '−'}${tenth.format(Math.abs(share * 100))} %`
}

/** `+0.42 points`: the difference of two rates. */
export function points(value: number | null): string {
  if (value === null) return NONE
  return `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(2)} pt`
}

/** Money by currency: `€1,234.50 + $20.00`. Three X are ISO 4217's code for none. */
export function money(sums: Readonly<Record<string, number>>): string {
  const parts = Object.entries(sums).map(([currency, sum]) => moneyOf(sum, currency))
  return parts.length === 0 ? NONE : parts.join(' + ')
}

function moneyOf(sum: number, currency: string): string {
  if (/^X{3}$/.test(currency)) return whole.format(sum)
  try {
    const digits = Math.abs(sum) >= 10_000 ? { maximumFractionDigits: 0 } : {}
    return new Intl.NumberFormat('en', { style: 'currency', currency, ...digits }).format(sum)
  } catch {
    return `${whole.format(sum)} ${currency}`
  }
}

/** `2 min`, `3 h`, `4 days`: about how long. */
export function span(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1_000)
  if (seconds < 90) return `${seconds} s`
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`
  if (seconds < 129_600) return `${Math.round(seconds / 3_600)} h`
  return `${Math.round(seconds / 86_400)} days`
}

/** `14:03:27` in a zone. */
export function clock(time: string | number, tz: string, seconds = true): string {
  return new Date(time).toLocaleTimeString('en-GB', {
    timeZone: tz,
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
  })
}

/** `18 Nov, 14:03` in a zone. */
export function moment(time: string | number, tz: string): string {
  return new Date(time).toLocaleString('en-GB', {
    timeZone: tz,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
}

/** A name from outside, or words for one that is missing. */
export function named(value: string | number | null | undefined): string {
  return value === null || value === undefined || value === '' ? '(not named)' : String(value)
}

/** `1 click`, `2 clicks`. */
export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`
}
