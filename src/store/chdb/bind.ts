// Values of a statement, written into its text as literals of their types, the way the engine itself replaces `{name:Type}`.
// Why not the engine's own parameters: its binding for Node runs statements with parameters one after the other, whatever session they are of, so that
// every report waited behind every load and export (docs/decisions/engine-binding.md).
// Promises: a value can never become anything but one literal. Does not: look into values; `{x:Int64}` within a value stays what it is.
import type { Params } from '../driver.ts'

/** A place for a value. Types hold words, commas and brackets. */
const PLACE = /\{(\w+):([\w(), ]+)\}/g

/** The statement with its values. @throws Error for a place without a value, or a number that is none: a bug. */
export function bind(sql: string, params: Params): string {
  return sql.replace(PLACE, (_all, name: string, type: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`The statement needs a value for ${name}.`)
    // A setting takes nothing but a literal.
    return type === 'String' ? literal(String(value)) : `CAST(${literal(value)}, '${type}')`
  })
}

function literal(value: Params[string]): string {
  if (typeof value === 'object') return `[${value.map(literal).join(',')}]`
  if (typeof value === 'string') return `'${value.replace(/['\\\0]/g, escaped)}'`
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} cannot be bound.`)
  return String(value)
}

/** What ends a literal of text, or begins an escape within it, is escaped; and the end of a text in C. */
function escaped(char: string): string {
  return char === '\0' ? '\\0' : `\\${char}`
}
