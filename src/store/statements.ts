// Reads the SQL that stands in files beside this one: `sql/<name>.sql`, each runnable alone but for its `/*{name}*/` places.
// Promises: values never pass here (they are bound); only text of this code base fills a place.
import { fileURLToPath } from 'node:url'
import { listFolder, readText } from '../platform/index.ts'

const known = new Map<string, string>()

/** Text for the places of a statement, by name. Never from outside. */
export type Places = Readonly<Record<string, string>>

/** The text of `sql/<name>.sql`, its places filled. @throws Error on an unknown name or an unfilled place: a bug. */
export function statement(name: string, places: Places = {}): string {
  let text = known.get(name)
  if (text === undefined) {
    text = readText(new URL(`./sql/${name}.sql`, import.meta.url))
    if (text === undefined) throw new Error(`There is no statement ${name}.`)
    known.set(name, text)
  }
  return text.replace(/\/\*\{(\w+)\}\*\//g, (_all, place: string) => {
    const filled = places[place]
    if (filled === undefined) throw new Error(`Statement ${name} needs ${place}.`)
    return filled
  })
}

/** One numbered migration. */
export interface Migration {
  number: number
  name: string
  text: string
}

/** All migrations, in order. */
export function migrations(): Migration[] {
  const folder = new URL('./migrations/', import.meta.url)
  return listFolder(fileURLToPath(folder))
    .filter((name) => name.endsWith('.sql'))
    .map((name) => ({ number: Number.parseInt(name, 10), name, text: readText(new URL(name, folder)) ?? '' }))
}
