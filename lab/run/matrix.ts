// Which cells a run has. Without a choice: every technique in the faults that tell them apart, Wayside in all of them.
import { ENGINES, type Engine } from '../drivers/index.ts'
import { canMeet, FAULTS, type Fault } from '../faults/index.ts'
import { TECHNIQUES, type Technique } from '../techniques/index.ts'
import { type CellName, DESTINATIONS, type Destination, type Unit } from './cell.ts'

/** What the caller asked for; an absent field means "as planned". */
export interface Choice {
  engines?: readonly string[]
  techniques?: readonly string[]
  faults?: readonly string[]
  destinations?: readonly string[]
  clicks: number
}

const EVERY_TECHNIQUE = TECHNIQUES.map(({ name }) => name)
const FEW = ['image', 'beacon', 'keepalive', 'wayside', 'wayside-open']

/** The planned matrix: techniques by fault and destination. A fault that isn't named is for Wayside and plain keepalive. */
const PLANNED: Record<Destination, Record<string, readonly string[]>> = {
  'cross-site': {
    healthy: EVERY_TECHNIQUE,
    far: EVERY_TECHNIQUE,
    'slow-5': EVERY_TECHNIQUE,
    hang: EVERY_TECHNIQUE,
    drop: EVERY_TECHNIQUE,
    refused: EVERY_TECHNIQUE,
    'error-500': EVERY_TECHNIQUE,
    quit: ['keepalive', 'wayside'],
    'killed-100': ['wayside'],
    'killed-1500': ['wayside'],
    'killed-healthy': ['wayside'],
    'tag-refused': ['algolia', 'snowplow', 'plausible', 'wayside'],
    'tag-hangs': ['algolia', 'snowplow', 'plausible', 'wayside'],
  },
  'same-site': { healthy: FEW, far: FEW, refused: FEW, hang: FEW },
  stays: Object.fromEntries(
    ['healthy', 'refused', 'hang'].map((fault) => [
      fault,
      ['keepalive', 'algolia', 'snowplow', 'plausible', 'wayside'],
    ]),
  ),
}

function planned(destination: Destination, fault: Fault): readonly string[] {
  const named = PLANNED[destination][fault.name]
  return named ?? (destination === 'cross-site' ? ['keepalive', 'wayside', 'wayside-open'] : [])
}

/** A choice of both technique and fault is taken at its word; anything less is a part of the plan. */
function isWanted(
  choice: Choice,
  destination: Destination,
  fault: Fault,
  technique: Technique,
  engine: Engine,
): boolean {
  if (!canMeet(engine, fault) || (technique.engines && !technique.engines.includes(engine))) return false
  if (fault.tagServer && !technique.needsTagServer) return false
  if (fault.ending && destination !== 'cross-site') return false
  const chosen = (list: readonly string[] | undefined, name: string) => list === undefined || list.includes(name)
  if (!chosen(choice.techniques, technique.name)) return false
  return (
    (choice.techniques !== undefined && choice.faults !== undefined) ||
    planned(destination, fault).includes(technique.name)
  )
}

/** The units to run, in an order that gives the main results first. `has` says which cells are there already. */
export function plan(choice: Choice, has: (name: CellName) => boolean): Unit[] {
  const units: Unit[] = []
  const untracked = TECHNIQUES.find(({ name }) => name === 'none')!
  for (const destination of DESTINATIONS.filter((name) => choice.destinations?.includes(name) ?? true))
    for (const fault of FAULTS.filter(({ name }) => choice.faults?.includes(name) ?? true))
      for (const engine of ENGINES.filter((name) => choice.engines?.includes(name) ?? true)) {
        const techniques = TECHNIQUES.filter(
          (technique) =>
            technique !== untracked &&
            isWanted(choice, destination, fault, technique, engine) &&
            !has({ engine, fault: fault.name, destination, technique: technique.name }),
        )
        const baseline = fault.ending ? [] : [untracked]
        if (techniques.length > 0)
          units.push({ engine, fault, destination, techniques: [...baseline, ...techniques], clicks: choice.clicks })
      }
  return units
}

/** Throws when a choice names what doesn't exist. */
export function checkChoice(choice: Choice): void {
  const known: [string, readonly string[] | undefined, readonly string[]][] = [
    ['engine', choice.engines, ENGINES],
    ['technique', choice.techniques, EVERY_TECHNIQUE],
    ['fault', choice.faults, FAULTS.map(({ name }) => name)],
    ['destination', choice.destinations, DESTINATIONS],
  ]
  for (const [what, chosen, names] of known)
    for (const name of chosen ?? [])
      if (!names.includes(name)) throw new Error(`There is no ${what} ${name}. There are: ${names.join(', ')}.`)
}
