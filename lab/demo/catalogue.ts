// The books of the shop and the essays of the magazine, read from two text files that people can edit.
// Promises: throws at start on a line that it can't read, so that a typing mistake shows at once.
import { readPublic } from './root.ts'

export interface Book {
  id: string
  title: string
  author: string
  year: number
  /** Pence, so that baskets add up exactly. */
  pence: number
  pages: number
  themes: string[]
  shelf: string
  blurb: string
}
export interface Shelf {
  id: string
  name: string
  holds: string
}
export interface Catalogue {
  shelves: Shelf[]
  books: Book[]
  book(id: string): Book | undefined
}
export interface Essay {
  id: string
  title: string
  by: string
  minutes: number
  themes: string[]
  paragraphs: string[]
}

/** Read `catalogue.txt`; its head says how it is written. */
export function readCatalogue(text: string = readPublic('catalogue.txt')): Catalogue {
  const shelves: Shelf[] = []
  const books: Book[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!.trim()
    if (line.startsWith('## ')) {
      const [id, name, holds] = fields(line.slice(3), 3, at)
      shelves.push({ id: id!, name: name!, holds: holds! })
    } else if (line !== '' && !line.startsWith('#')) {
      const [id, title, author, year, price, pages, themes] = fields(line, 7, at)
      books.push({
        id: id!,
        title: title!,
        author: author!,
        year: Number(year),
        pence: Math.round(Number(price) * 100),
        pages: Number(pages),
        themes: themes!.split(' '),
        shelf: shelves.at(-1)!.id,
        blurb: lines[++at]!.trim(),
      })
    }
  }
  const byId = new Map(books.map((book) => [book.id, book]))
  return { shelves, books, book: (id) => byId.get(id) }
}

/** Read `essays.txt`; its head says how it is written. */
export function readEssays(text: string = readPublic('essays.txt')): Essay[] {
  const blocks = text.split(/\n\s*\n/).filter((block) => block.trim() !== '' && !block.startsWith('#'))
  return blocks.map((block, at) => {
    const [head, ...paragraphs] = block.trim().split('\n')
    const [id, title, by, minutes, themes] = fields(head!, 5, at)
    return { id: id!, title: title!, by: by!, minutes: Number(minutes), themes: themes!.split(' '), paragraphs }
  })
}

function fields(line: string, count: number, at: number): string[] {
  const parts = line.split(' | ').map((part) => part.trim())
  if (parts.length !== count) throw new Error(`Line ${at + 1} has ${parts.length} fields, not ${count}: ${line}`)
  return parts
}
