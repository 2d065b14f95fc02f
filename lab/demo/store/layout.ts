// The shop's frame: head, header, footer; and the parts that its pages share.
import { html } from 'hono/html'
import type { Book, Catalogue, Essay } from '../catalogue.ts'
import type { ListAnswer } from '../recommend/app.ts'
import { price } from './basket.ts'

export type Html = ReturnType<typeof html>

export interface Frame {
  title: string
  catalogue: Catalogue
  /** Books in the basket. */
  basketCount: number
  /** The tag's snippet. */
  tag: Html
  /** Address of the magazine. */
  magazine: string
  body: Html
}

/** A whole page. */
export function page(frame: Frame): Html {
  const { title, catalogue, basketCount, tag, magazine, body } = frame
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/store.css">
${tag}
<script defer src="/outbox-report.js"></script>
</head>
<body>
<a class="skip" href="#main">To the books</a>
<p class="ribbon">Free delivery from £25 · Thirty days to change your mind</p>
<header class="top">
<a class="brand" href="/"><svg viewBox="0 0 32 32" aria-hidden="true"><path d="M16 3c4 4 6 7 6 10a6 6 0 0 1-12 0c0-3 2-6 6-10Z" class="flame"/><path d="M7 21h18l-3 8H10Z" class="lamp"/></svg><span>Lamplight <em>Books</em></span></a>
<form class="search" action="/search" role="search"><input name="q" type="search" placeholder="Title, author or theme" aria-label="Search the shop"><button aria-label="Search"><svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="8.5" cy="8.5" r="5.5"/><path d="m13 13 5 5"/></svg></button></form>
<a class="basket-link" href="/basket">Basket <b>${basketCount}</b></a>
</header>
<nav class="shelves" aria-label="Shelves">${catalogue.shelves.map((shelf) => html`<a href="/shelf/${shelf.id}">${shelf.name}</a>`)}</nav>
<main id="main">${body}</main>
<footer class="foot">
<div><h2>Lamplight Books</h2><p>Sixty-four books worth staying up for. This shop is part of the Wayside demo: nothing is sold here, and nothing leaves your machine.</p></div>
<div><h2>Shelves</h2><ul>${catalogue.shelves.map((shelf) => html`<li><a href="/shelf/${shelf.id}">${shelf.name}</a></li>`)}</ul></div>
<div><h2>Elsewhere</h2><ul><li><a href="${magazine}/">The Margin, a magazine of reading</a></li></ul></div>
</footer>
</body>
</html>`
}

/** A book as it lies on a shelf: the whole of it is one link. */
export function bookCard(book: Book): Html {
  return html`<li class="card"><a href="/book/${book.id}" data-item="${book.id}"><img src="/cover/${book.id}.svg" alt="" width="150" height="220" loading="lazy"><b>${book.title}</b><span>${book.author}</span><i>${price(book.pence)}</i></a></li>`
}

/** A recommended list of books: the token is all that the shop adds to its own links. Nothing when there is no list. */
export function recommendedBooks(catalogue: Catalogue, heading: string, list: ListAnswer | undefined): Html | string {
  if (!list) return ''
  return html`<section class="rail" data-wayside="${list.token}"><header><h2>${heading}</h2><small title="These links come from the recommendation service. Its token names the list, and this is the policy that chose it.">chosen by policy “${list.variant}”</small></header><ul class="books">${list.items.map((id) => bookCard(catalogue.book(id)!))}</ul></section>`
}

/** A recommended list of essays on the other site. */
export function recommendedEssays(essays: Essay[], magazine: string, list: ListAnswer | undefined): Html | string {
  if (!list) return ''
  const chosen = list.items.flatMap((id) => essays.find((essay) => essay.id === id) ?? [])
  return html`<section class="rail reading" data-wayside="${list.token}"><header><h2>Read about it in <em>The Margin</em></h2><small>links to another site</small></header><ul class="essays">${chosen.map((essay) => html`<li><a href="${magazine}/essay/${essay.id}" data-item="${essay.id}"><b>${essay.title}</b><span>${essay.by} · ${essay.minutes} minutes</span></a></li>`)}</ul></section>`
}
