// The recommendation service's HTTP face: lists of books and of essays, signed. Only the shops' servers ask it.
import { Hono } from 'hono'
import type { ListToSign, SignedList } from '../../../dist/sdk/index.js'
import type { Book, Catalogue, Essay } from '../catalogue.ts'
import { type Choice, choose, drawVariant, rankBooks, rankEssays } from './policies.ts'

/** What `GET /books` and `GET /essays` answer. */
export interface ListAnswer {
  /** For `data-wayside`. */
  token: string
  list: string
  variant: string
  items: string[]
}

export interface RecommendOptions {
  catalogue: Catalogue
  essays: Essay[]
  sign: (list: ListToSign) => SignedList
  /** Told of each list that was handed out, with the propensities. */
  onServed: (served: { list: string; placement: string; choice: Choice }) => void
  random: () => number
}

const COUNT_MAX = 12

export function recommendApp(options: RecommendOptions): Hono {
  const { catalogue, essays, sign, onServed, random } = options
  const app = new Hono()
  const answer = (ranked: string[], placement: string, count: number): ListAnswer => {
    const choice = choose(drawVariant(random), ranked, Math.min(count, COUNT_MAX), random)
    const items = choice.items.map((item) => item.id)
    const { token, list } = sign({ placement, variant: choice.variant, items })
    if (token !== '') onServed({ list, placement, choice })
    return { token, list, variant: choice.variant, items }
  }
  const seedsOf = (based: string | undefined): Book[] =>
    (based ?? '').split(',').flatMap((id) => catalogue.book(id) ?? [])

  app.get('/books', (context) => {
    const { placement, based, count } = context.req.query()
    if (!placement) return context.text('Name the placement.', 422)
    const seeds = seedsOf(based)
    // Without anything to go by, any book may be the seed: a front page that is not the same for ever.
    const seed = catalogue.books[Math.floor(random() * catalogue.books.length)]!
    return context.json(answer(rankBooks(catalogue, seeds.length > 0 ? seeds : [seed]), placement, Number(count) || 6))
  })
  app.get('/essays', (context) => {
    const { placement, based, count } = context.req.query()
    const [book] = seedsOf(based)
    if (!placement || !book) return context.text('Name the placement and a book.', 422)
    return context.json(answer(rankEssays(essays, book), placement, Number(count) || 3))
  })
  return app
}
