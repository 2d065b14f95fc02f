// The shop: a customer of the recommendation service. Promises: its pages work whether or not anything of Wayside answers.
import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { noteArrivals } from '../arrivals.ts'
import type { Catalogue, Essay } from '../catalogue.ts'
import { servePublic } from '../serve.ts'
import { type Ports, publicUrl } from '../settings.ts'
import { readBasket, withOneMore, writeBasket } from './basket.ts'
import { coverOf } from './cover.ts'
import { type Html, page } from './layout.ts'
import type { Lists } from './lists.ts'
import { Outboxes } from './outboxes.ts'
import { basketPage, frontPage, productPage, searchPage, shelfPage, thanksPage } from './pages.ts'
import { tagSnippet } from './tag.ts'

export interface StoreOptions {
  catalogue: Catalogue
  essays: Essay[]
  lists: Lists
  ports: Ports
}

export function storeApp(options: StoreOptions): Hono {
  const { catalogue, essays, lists, ports } = options
  const magazine = publicUrl(ports, 'elsewhere')
  const tag = tagSnippet(ports)
  const app = new Hono()
  app.use(noteArrivals())
  servePublic(app, ['store.css', 'outbox-report.js', 'conversion.js'])

  const show = (context: Context, title: string, body: Html, basket = readBasket(context, catalogue)) => {
    const basketCount = basket.reduce((sum, line) => sum + line.count, 0)
    context.header('cache-control', 'no-store')
    return context.html(page({ title, catalogue, basketCount, tag, magazine, body }))
  }
  const notFound = (context: Context) => {
    context.status(404)
    return show(context, 'Not on our shelves', searchPage(catalogue, context.req.path.split('/').at(-1) ?? ''))
  }

  app.get('/', async (context) => {
    const picks = await lists({ kind: 'books', placement: 'home', basedOn: [], count: 6 })
    return show(context, 'Lamplight Books', frontPage(catalogue, picks))
  })
  app.get('/shelf/:id', (context) => {
    const shelf = catalogue.shelves.find((each) => each.id === context.req.param('id'))
    return shelf ? show(context, `${shelf.name} · Lamplight Books`, shelfPage(catalogue, shelf)) : notFound(context)
  })
  app.get('/search', (context) =>
    show(context, 'Search · Lamplight Books', searchPage(catalogue, (context.req.query('q') ?? '').slice(0, 80))),
  )
  app.get('/book/:id', async (context) => {
    const book = catalogue.book(context.req.param('id'))
    if (!book) return notFound(context)
    const [similar, reading] = await Promise.all([
      lists({ kind: 'books', placement: 'product-page', basedOn: [book.id], count: 6 }),
      lists({ kind: 'essays', placement: 'reading', basedOn: [book.id], count: 3 }),
    ])
    const body = productPage(catalogue, { book, similar, reading, essays, magazine })
    return show(context, `${book.title} · Lamplight Books`, body)
  })
  routeBasket(app, options, show)
  routeOutboxes(app)
  app.get('/cover/:file', (context) => {
    const book = catalogue.book(context.req.param('file').replace(/\.svg$/, ''))
    if (!book) return context.notFound()
    return context.body(coverOf(book), 200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=86400' })
  })
  app.get('/icon.svg', (context) => context.body(ICON, 200, { 'content-type': 'image/svg+xml' }))
  app.notFound(notFound)
  return app
}

type Show = (
  context: Context,
  title: string,
  body: Html,
  basket?: ReturnType<typeof readBasket>,
) => Response | Promise<Response>

function routeBasket(app: Hono, { catalogue, lists }: StoreOptions, show: Show): void {
  app.get('/basket', async (context) => {
    const lines = readBasket(context, catalogue)
    const basedOn = lines.map((line) => line.book.id)
    const list = await lists({ kind: 'books', placement: 'basket', basedOn, count: 6 })
    return show(context, 'Basket · Lamplight Books', basketPage(catalogue, lines, list))
  })
  app.post('/basket', async (context) => {
    const form = await context.req.parseBody()
    const lines = readBasket(context, catalogue).filter((line) => line.book.id !== form.remove)
    const added = catalogue.book(String(form.add ?? ''))
    writeBasket(context, added ? withOneMore(lines, added) : lines)
    return context.redirect('/basket', 303)
  })
  app.post('/checkout', (context) => {
    const lines = readBasket(context, catalogue)
    if (lines.length === 0) return context.redirect('/basket', 303)
    writeBasket(context, [])
    return show(context, 'Thank you · Lamplight Books', thanksPage(newOrder(), lines), [])
  })
}

function routeOutboxes(app: Hono): void {
  const outboxes = new Outboxes()
  app.post('/outbox', async (context) => {
    outboxes.hear((await context.req.text()).slice(0, 500))
    return context.body(null, 204)
  })
  app.get('/outboxes', (context) => context.json(outboxes.sum()))
}

function newOrder(): string {
  return `LB-${randomBytes(4).toString('hex').toUpperCase()}`
}

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f3b33"/><path d="M16 4c4 4 6 7 6 10a6 6 0 0 1-12 0c0-3 2-6 6-10Z" fill="#f0b54a"/><path d="M8 22h16l-2.500 6h-11Z" fill="#f6efe2"/></svg>'
