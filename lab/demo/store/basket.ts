// The visitor's basket: a cookie of the shop, item ids with their number.
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Book, Catalogue } from '../catalogue.ts'

export interface Line {
  book: Book
  count: number
}

const COOKIE = 'basket'
const COUNT_MAX = 9

/** What lies in the basket; ids that the shop doesn't know are passed over. */
export function readBasket(context: Context, catalogue: Catalogue): Line[] {
  const lines: Line[] = []
  for (const part of (getCookie(context, COOKIE) ?? '').split('.')) {
    const [id, count] = part.split('*')
    const book = catalogue.book(id ?? '')
    if (book) lines.push({ book, count: Math.min(Math.max(Number(count) || 1, 1), COUNT_MAX) })
  }
  return lines
}

export function writeBasket(context: Context, lines: Line[]): void {
  const value = lines.map((line) => `${line.book.id}*${line.count}`).join('.')
  setCookie(context, COOKIE, value, { path: '/', sameSite: 'Lax', maxAge: value === '' ? 0 : 30 * 86_400 })
}

/** The basket with one more of a book. */
export function withOneMore(lines: Line[], book: Book): Line[] {
  if (!lines.some((line) => line.book.id === book.id)) return [...lines, { book, count: 1 }]
  return lines.map((line) => (line.book.id === book.id ? { book, count: Math.min(line.count + 1, COUNT_MAX) } : line))
}

export function totalPence(lines: Line[]): number {
  return lines.reduce((sum, line) => sum + line.book.pence * line.count, 0)
}

/** Pence as a price. */
export function price(pence: number): string {
  return `£${decimal(pence)}`
}

/** Pence as the decimal string of pounds that a conversion carries. */
export function decimal(pence: number): string {
  return (pence / 100).toFixed(2)
}
