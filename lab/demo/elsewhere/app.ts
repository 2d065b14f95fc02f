// The Margin: a magazine on another site, to which the shop's pages link. It knows nothing of Wayside.
import { Hono } from 'hono'
import { html } from 'hono/html'
import { noteArrivals } from '../arrivals.ts'
import type { Essay } from '../catalogue.ts'
import { servePublic } from '../serve.ts'

type Html = ReturnType<typeof html>

/** @param shop address of the book store, for the way back. */
export function elsewhereApp(essays: Essay[], shop: string): Hono {
  const app = new Hono()
  app.use(noteArrivals())
  servePublic(app, ['elsewhere.css'])
  app.get('/', (context) => context.html(page('The Margin', frontPage(essays), shop)))
  app.get('/essay/:id', (context) => {
    const essay = essays.find((each) => each.id === context.req.param('id'))
    return essay
      ? context.html(page(`${essay.title} · The Margin`, essayPage(essay, essays), shop))
      : context.notFound()
  })
  return app
}

function frontPage(essays: Essay[]): Html {
  return html`<ol class="contents">${essays.map((essay) => html`<li><a href="/essay/${essay.id}"><b>${essay.title}</b><span>${essay.by}, ${essay.minutes} minutes</span></a></li>`)}</ol>`
}

function essayPage(essay: Essay, essays: Essay[]): Html {
  const next = essays[(essays.indexOf(essay) + 1) % essays.length]!
  return html`<article><p class="by">${essay.by} · ${essay.minutes} minutes</p><h1>${essay.title}</h1>${essay.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}<p class="next">Next: <a href="/essay/${next.id}">${next.title}</a></p></article>`
}

function page(title: string, body: Html, shop: string): Html {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/elsewhere.css"></head><body><header><a href="/">The Margin</a><span>Notes on reading</span></header><main>${body}</main><footer>Another site altogether. <a href="${shop}/">Back to the book shop</a></footer></body></html>`
}
