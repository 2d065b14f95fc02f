// A place in the feed: how far each log was told. As text for `Last-Event-ID`, and as text of a statement.
import { WaysideError } from '../event/index.ts'

/** Up to which record of each log everything was told. */
export type FeedPlace = Readonly<Record<string, number>>

/** Write a place down, for `Last-Event-ID`. */
export function placeText(place: FeedPlace): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** @throws WaysideError QUERY when it is no place of a feed. */
export function readPlace(text: string): FeedPlace {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    value = undefined
  }
  const entries =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined
  const fits = entries?.every(
    ([log, sequence]) => /^[\w.-]{1,100}$/.test(log) && Number.isSafeInteger(sequence) && sequence >= 0,
  )
  if (!entries || !fits || entries.length > 1_000) throw new WaysideError('QUERY', 'Last-Event-ID: not of this feed.')
  return Object.fromEntries(entries) as FeedPlace
}

/** Bound names: `log0`, `sequence0`, … */
export function boundLogs(place: FeedPlace): Record<string, string | number | string[]> {
  const entries = Object.entries(place)
  return {
    ...Object.fromEntries(
      entries.flatMap(([log, sequence], at) => [
        [`log${at}`, log],
        [`sequence${at}`, sequence],
      ]),
    ),
    logs: entries.map(([log]) => log),
  }
}

/** What comes after a place. */
export function afterText(place: FeedPlace): string {
  const known = Object.keys(place).map((_, at) => `(log = {log${at}:String} AND sequence > {sequence${at}:UInt64})`)
  return `(${[...known, 'log NOT IN {logs:Array(String)}'].join(' OR ')})`
}

/** Up to `place`, and not up to `after`. */
export function withinText(place: FeedPlace, after: FeedPlace): string {
  return Object.keys(place)
    .flatMap((log, at) => {
      const from = after[log] ?? 0
      return place[log] === from
        ? []
        : [`(log = {log${at}:String} AND sequence > ${Math.trunc(from)} AND sequence <= {sequence${at}:UInt64})`]
    })
    .join(' OR ')
}
