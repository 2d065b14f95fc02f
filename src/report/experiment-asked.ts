// What an experiment may be asked: the figures that are compared, and the units that were drawn at random.
// Promises: only text of this file goes into a statement.
import { WaysideError } from '../event/index.ts'
import { statement } from '../store/index.ts'

/** What may be compared, and how it is added up over one unit: over, under. */
const METRICS = {
  /** Clicks per impression. */
  clickThroughRate: ['clicks', 'impressions'],
  /** Share of units with a click. */
  listClickThroughRate: ['clicks > 0', '1'],
  /** Views per impression. */
  viewableRate: ['views', 'impressions'],
  /** Share of units with a conversion. */
  conversionRate: ['conversions > 0', '1'],
  /** Value of the conversions per unit, in `currency`. */
  value: ['worth', '1'],
} as const
export type Metric = keyof typeof METRICS

/** What was drawn at random. `visitor` needs consent, and variants that stay with their visitor. */
const UNITS = { list: 'list', visitor: 'visitor' } as const
export type ExperimentUnit = keyof typeof UNITS

/** What the choice of a figure and a unit is made from. */
interface Asked {
  metric?: string | undefined
  unit?: string | undefined
  currency?: string | undefined
}

/** Text for the places of the statements that add up the arms. @throws WaysideError QUERY as `experiment`. */
export function experimentPlaces(query: Asked): { units: string } {
  const { metric, unit } = askedOf(query)
  const [over, under] = METRICS[metric]
  return { units: statement('experimentUnits', { unit: UNITS[unit], over, under }) }
}

/** @throws WaysideError QUERY */
export function askedOf(query: Asked): { metric: Metric; unit: ExperimentUnit } {
  const metric = named(METRICS, query.metric ?? 'clickThroughRate', 'metric')
  const unit = named(UNITS, query.unit ?? 'list', 'unit')
  if (metric === 'value' && !query.currency) throw new WaysideError('QUERY', 'A value needs its "currency".')
  return { metric, unit }
}

function named<Names extends object>(names: Names, name: string, what: string): keyof Names {
  if (Object.hasOwn(names, name)) return name as keyof Names
  throw new WaysideError('QUERY', `Unknown ${what} ${JSON.stringify(name)}: use ${Object.keys(names).join(', ')}.`)
}
