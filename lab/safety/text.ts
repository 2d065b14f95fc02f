// The card as text for the terminal: a row a measure, a column a situation, and below it what is new, by name.
import type { Line, Situation } from './card.ts'

const SHOWN = 4
const LONGEST = 24

/** An event's key is as long as its id, and there may be many: enough to see what they are. */
function listed(names: readonly string[]): string {
  const short = names.map((name) => (name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name))
  const kinds = [...new Set(short)].slice(0, SHOWN)
  const more = new Set(short).size - kinds.length
  return kinds.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

export function cardText(title: string, situations: readonly Situation[], lines: readonly Line[]): string {
  const head = ['', ...situations.map(({ name }) => name)]
  const rows = lines.map(({ measure, values, worse }) => [
    measure,
    ...values.map((value, index) => (worse.includes(situations[index]!.name) ? `${value} WORSE` : value)),
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)))
  const table = [head, ...rows].map((row) =>
    row
      .map((entry, at) => entry.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  )
  const news = lines.flatMap(({ measure, details }) =>
    (details ?? []).flatMap((names, index) =>
      index > 0 && names.length > 0 ? `  ${measure}, ${situations[index]!.name}: ${listed(names)}` : [],
    ),
  )
  const bad = lines.filter(({ worse }) => worse.length > 0).map(({ measure }) => measure)
  return [
    title,
    'In brackets: without the tag, loaded in turns with it.',
    '',
    ...table,
    ...(news.length > 0 ? ['', 'New with the tag:', ...news] : []),
    '',
    bad.length === 0 ? 'Nothing got worse.' : `Got worse: ${bad.join(', ')}.`,
  ].join('\n')
}
