// What passes between the lab's front and its workers: units as names, messages as JSON, one a line.
import type { Fault } from '../faults/index.ts'
import type { Technique } from '../techniques/index.ts'
import type { Cell, Unit } from './cell.ts'
import type { TurnWord } from './turns.ts'

/** A unit with names in place of functions. */
export type PlainUnit = Pick<Unit, 'engine' | 'destination' | 'clicks'> & { fault: string; techniques: string[] }

/** To a worker: it is its turn, or here is its next unit. When there is none any more, its input ends. */
export type FrontMessage = { go: true } | { unit: PlainUnit }

/** From a worker: `over` says that its unit is done or has failed, for the reason given. */
export type WorkerMessage = { turn: TurnWord } | { say: string } | { cell: Cell } | { over: true; failed?: string }

export const plain = ({ engine, destination, clicks, fault, techniques }: Unit): PlainUnit => ({
  engine,
  destination,
  clicks,
  fault: fault.name,
  techniques: techniques.map(({ name }) => name),
})

export const thick = (unit: PlainUnit, faults: readonly Fault[], techniques: readonly Technique[]): Unit => ({
  ...unit,
  fault: faults.find(({ name }) => name === unit.fault)!,
  techniques: unit.techniques.map((name) => techniques.find((technique) => technique.name === name)!),
})
