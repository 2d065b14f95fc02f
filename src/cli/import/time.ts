// Reads the times of other people's files, to the microsecond.
import type { Event } from '../../event/index.ts'

/** An ISO 8601 time (UTC where it names no zone), Unix milliseconds or Unix seconds, as milliseconds since 1970 and the microseconds beyond. */
export function parseTime(text: string | undefined): Pick<Event, 'occurredAt' | 'micros'> | undefined {
  if (text === undefined) return undefined
  if (/^\d+(\.\d+)?$/.test(text)) {
    const inMicros = Math.floor(Number(text) * (Number(text) < 1e11 ? 1e6 : 1e3) + 0.01)
    return withMicros(Math.floor(inMicros / 1_000), inMicros % 1_000)
  }
  const iso = text.trim().replace(' ', 'T')
  const [, digits = ''] = /\.\d{3}(\d{1,3})/.exec(iso) ?? []
  const short = iso.replace(/(\.\d{3})\d+/, '$1')
  const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(short) || !short.includes('T') ? short : `${short}Z`)
  return Number.isNaN(time) ? undefined : withMicros(time, Number(digits.padEnd(3, '0')))
}

function withMicros(occurredAt: number, micros: number): Pick<Event, 'occurredAt' | 'micros'> {
  return { occurredAt, ...(micros > 0 && { micros }) }
}
