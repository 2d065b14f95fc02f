// Which cells a run has, and in what order: those of the plan, or of it what was chosen.
import { ENGINES, type Engine } from '../drivers/index.ts'
import { canMeet, FAULTS, type Fault } from '../faults/index.ts'
import { PLAN } from '../plan.ts'
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

const isPlanned = (choice: Choice, destination: Destination, fault: Fault, technique: Technique): boolean =>
  PLAN.some(
    (part) =>
      (!part.onRequest || (choice.techniques ?? choice.faults ?? choice.destinations) !== undefined) &&
      part.destination === destination &&
      part.faults.includes(fault.name) &&
      part.techniques.includes(technique.name),
  )

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
    (choice.techniques !== undefined && choice.faults !== undefined) || isPlanned(choice, destination, fault, technique)
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
        if (techniques.length > 0)
          units.push({ engine, fault, destination, techniques: [untracked, ...techniques], clicks: choice.clicks })
      }
  return units
}

/** Throws when a choice names what doesn't exist. */
export function checkChoice(choice: Choice): void {
  const known: [string, readonly string[] | undefined, readonly string[]][] = [
    ['engine', choice.engines, ENGINES],
    ['technique', choice.techniques, TECHNIQUES.map(({ name }) => name)],
    ['fault', choice.faults, FAULTS.map(({ name }) => name)],
    ['destination', choice.destinations, DESTINATIONS],
  ]
  for (const [what, chosen, names] of known)
    for (const name of chosen ?? [])
      if (!names.includes(name)) throw new Error(`There is no ${what} ${name}. There are: ${names.join(', ')}.`)
}
