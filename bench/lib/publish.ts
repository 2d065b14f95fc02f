// Puts what a benchmark printed into docs/benchmarks.md, between its two marks, so that no figure there is typed by hand.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const page = join(import.meta.dirname, '../../docs/benchmarks.md')

/** Replace a section. @throws Error when the page does not have its marks. */
export function publish(section: string, text: string): void {
  const [begin, end] = [`<!-- ${section}: begin -->`, `<!-- ${section}: end -->`]
  const whole = readFileSync(page, 'utf8')
  const [from, to] = [whole.indexOf(begin), whole.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${page} has no marks for ${section}.`)
  writeFileSync(page, `${whole.slice(0, from)}${begin}\n${text.trim()}\n${whole.slice(to)}`)
}
