// Narrows a question down to one value of some dimensions: text for a statement's `only` place, and the values that it binds.
import { WaysideError } from '../event/index.ts'

/** What questions may be narrowed down by. Times are the range's, sites the site's. */
type Narrowing = 'placement' | 'position' | 'item' | 'variant' | 'device' | 'country' | 'via'
export const ONLY: readonly Narrowing[] = ['placement', 'position', 'item', 'variant', 'device', 'country', 'via']
/** Dimension → value; an empty text, or position 0, is what is not known. */
export type Only = Partial<Record<Narrowing, string | undefined>>

export interface OnlyClause {
  /** Begins with AND, or is empty. */
  place: string
  /** By `only_<name>`; for a position also `only_place`, which stands before its mark in the shape of a row, and `only_inShape`, a pattern that finds the mark. */
  params: Record<string, string | number>
}

/** @throws WaysideError QUERY when a position is no whole number. */
export function onlyClause(only: Only = {}): OnlyClause {
  const chosen = ONLY.filter((name) => only[name] !== undefined)
  return {
    place: chosen.map((name) => `AND ${name} = {only_${name}:${name === 'position' ? 'UInt16' : 'String'}}`).join(' '),
    params: {
      ...Object.fromEntries(chosen.map((name) => [`only_${name}`, bound(name, only[name]!)])),
      ...(only.position !== undefined && placeOf(only.position)),
    },
  }
}

function placeOf(position: string): OnlyClause['params'] {
  const place = ` ${position.padStart(5, '0')}`
  return { only_place: place, only_inShape: `${place}(.)` }
}

function bound(name: Narrowing, text: string): string | number {
  if (name !== 'position') return text
  if (!/^\d{1,4}$/.test(text)) throw new WaysideError('QUERY', 'position: a whole number.')
  return Number(text)
}
