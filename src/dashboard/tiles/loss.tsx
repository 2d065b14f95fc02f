// The loss: what outboxes numbered and we never received, by engine and transport, with how sure that is.
import type { LossAnswer } from '../../api/index.ts'
import { Intervals } from '../charts/intervals.tsx'
import { count, percent } from '../parts/format.ts'
import type { Scope, Tile } from './tile.ts'

type Row = LossAnswer['rows'][number]

interface Losses {
  all: Row | undefined
  rows: Row[]
}

/** Of outboxes that prove this little, the interval says nothing; they are left to the table. */
const EXPECTED_MIN = 50
/** Where the axis ends at the most: what is worse than this reaches out of the picture. */
const HIGHEST = 0.05

export const lossTile: Tile<Losses> = {
  name: 'loss',
  title: 'Loss',
  about: (_scope, data) => (data?.all ? sentence(data.all) : 'By engine and transport, with 95 % intervals.'),
  async get(ask, { site, tz, stretch }: Scope) {
    const range = { site, tz, from: stretch.from, to: stretch.to }
    const [all, split] = await Promise.all([
      ask<LossAnswer>('/api/v1/loss', range),
      ask<LossAnswer>('/api/v1/loss', { ...range, by: 'engine,via' }),
    ])
    return { all: all.rows[0], rows: split.rows.sort((one, other) => other.expected - one.expected) }
  },
  empty: ({ rows }) => (rows.length === 0 ? 'No outbox has told enough yet to measure the loss.' : undefined),
  table: ({ rows }) => ({
    columns: [
      { name: 'engine' },
      { name: 'transport' },
      { name: 'expected', kind: 'count' },
      { name: 'seen', kind: 'count' },
      { name: 'loss', kind: 'percent' },
      { name: 'low', kind: 'percent' },
      { name: 'high', kind: 'percent' },
      { name: 'outboxes', kind: 'count' },
    ],
    rows: rows.map((row) => [
      row.engine ?? null,
      row.via ?? null,
      row.expected,
      row.seen,
      row.loss,
      row.low,
      row.high,
      row.outboxes,
    ]),
  }),
  draw: ({ rows }) => {
    const known = rows.filter(({ expected }) => expected >= EXPECTED_MIN)
    return (
      <Intervals
        label="Loss by engine and transport"
        format={percent}
        highest={HIGHEST}
        rows={(known.length > 0 ? known : rows).slice(0, 8).map((row) => ({
          name: [row.engine || 'unknown engine', row.via].filter(Boolean).join(', '),
          value: row.loss,
          low: row.low,
          high: row.high,
          note: `${count(row.expected)} expected`,
        }))}
      />
    )
  },
}

function sentence({ loss, low, high, expected, seen }: Row): string {
  if (loss === null || low === null || high === null) return 'Too little is known yet.'
  const lost = expected - seen
  return `${count(lost)} of ${count(expected)} numbered events never came in: ${percent(loss)}, surely between ${percent(low)} and ${percent(high)}.`
}
