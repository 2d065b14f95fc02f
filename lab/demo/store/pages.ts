// The bodies of the shop's pages.
import { html, raw } from 'hono/html'
import type { Book, Catalogue, Essay, Shelf } from '../catalogue.ts'
import type { ListAnswer } from '../recommend/app.ts'
import { decimal, type Line, price, totalPence } from './basket.ts'
import { bookCard, type Html, recommendedBooks, recommendedEssays } from './layout.ts'

/** The front page. */
export function frontPage(catalogue: Catalogue, picks: ListAnswer | undefined): Html {
  const window = ['moby-dick', 'the-secret-garden', 'frankenstein'].map((id) => catalogue.book(id)!)
  return html`<section class="hero"><div><p class="eyebrow">A small shop with the lamp on</p><h1>Books that have been keeping people up for a hundred years</h1><p>Sea air, bad marriages, clever detectives, and at least two mad captains. Every one of them has been tested by several generations of readers.</p><p><a class="button" href="/shelf/gothic">Start in the dark house</a><a class="button quiet" href="/shelf/sea">Put to sea</a></p></div><div class="stack" aria-hidden="true">${window.map((book) => html`<img src="/cover/${book.id}.svg" alt="" width="200" height="293">`)}</div></section>
${recommendedBooks(catalogue, 'Picked for you', picks)}
<section class="plain"><header><h2>The shelves</h2></header><ul class="doors">${catalogue.shelves.map((shelf) => html`<li><a href="/shelf/${shelf.id}"><b>${shelf.name}</b><span>${shelf.holds}</span></a></li>`)}</ul></section>
<section class="plain"><header><h2>Just unpacked</h2></header><ul class="books">${catalogue.books.filter((_, at) => at % 11 === 3).map(bookCard)}</ul></section>`
}

/** All books of one shelf. */
export function shelfPage(catalogue: Catalogue, shelf: Shelf): Html {
  const books = catalogue.books.filter((book) => book.shelf === shelf.id)
  return html`<section class="plain"><p class="crumbs"><a href="/">Lamplight Books</a> / ${shelf.name}</p><header><h1>${shelf.name}</h1></header><p class="lead">${shelf.holds}</p><ul class="books">${books.map(bookCard)}</ul></section>`
}

/** What a search found. */
export function searchPage(catalogue: Catalogue, query: string): Html {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = catalogue.books.filter((book) => {
    const text = `${book.title} ${book.author} ${book.themes.join(' ')} ${book.blurb}`.toLowerCase()
    return words.length > 0 && words.every((word) => text.includes(word))
  })
  return html`<section class="plain"><header><h1>${found.length === 0 ? 'Nothing found' : `${found.length} ${found.length === 1 ? 'book' : 'books'}`} for “${query}”</h1></header>${found.length === 0 ? html`<p class="lead">Try a theme: sea, marriage, detective, nature, comedy.</p>` : html`<ul class="books">${found.map(bookCard)}</ul>`}</section>`
}

export interface ProductParts {
  book: Book
  similar: ListAnswer | undefined
  reading: ListAnswer | undefined
  essays: Essay[]
  magazine: string
}

/** One book, similar ones, and what the magazine has about it. */
export function productPage(catalogue: Catalogue, parts: ProductParts): Html {
  const { book, similar, reading, essays, magazine } = parts
  const shelf = catalogue.shelves.find((each) => each.id === book.shelf)!
  const neighbours = catalogue.books.filter((each) => each.shelf === book.shelf && each.id !== book.id)
  const essay = essays[book.title.length % essays.length]!
  return html`<article class="product"><p class="crumbs"><a href="/">Lamplight Books</a> / <a href="/shelf/${shelf.id}">${shelf.name}</a></p><img class="cover" src="/cover/${book.id}.svg" alt="Cover of ${book.title}" width="300" height="440"><div class="about"><h1>${book.title}</h1><p class="by">by <a href="/search?q=${encodeURIComponent(book.author)}">${book.author}</a></p><p class="blurb">${book.blurb}</p><ul class="themes">${book.themes.map((theme) => html`<li><a href="/search?q=${theme}">${theme}</a></li>`)}</ul><form method="post" action="/basket" class="buy"><input type="hidden" name="add" value="${book.id}"><strong>${price(book.pence)}</strong><button class="button">Put in the basket</button></form><dl><div><dt>First published</dt><dd>${book.year}</dd></div><div><dt>Pages</dt><dd>${book.pages}</dd></div><div><dt>Binding</dt><dd>Cloth, sewn</dd></div></dl></div></article>
${recommendedBooks(catalogue, 'Similar books', similar)}
${recommendedEssays(essays, magazine, reading)}
<section class="plain neighbours"><header><h2>On the same shelf</h2><small>the shop’s own links, not tracked</small></header><ul class="names">${neighbours.map((each) => html`<li><a href="/book/${each.id}">${each.title}</a></li>`)}</ul><p class="notice">Advertisement: <a href="${magazine}/essay/${essay.id}">“${essay.title}” in The Margin</a></p></section>`
}

/** The basket, with books that go with it. */
export function basketPage(catalogue: Catalogue, lines: Line[], list: ListAnswer | undefined): Html {
  if (lines.length === 0)
    return html`<section class="plain"><header><h1>Your basket is empty</h1></header><p class="lead">It happens to the best of us. <a href="/">Have a look round.</a></p></section>${recommendedBooks(catalogue, 'You might start with', list)}`
  return html`<section class="plain basket"><header><h1>Your basket</h1></header><ul class="lines">${lines.map((line) => html`<li><a href="/book/${line.book.id}"><img class="thumb" src="/cover/${line.book.id}.svg" alt="" width="60" height="88"></a><div><b>${line.book.title}</b><span>${line.book.author}</span></div><span>${line.count} × ${price(line.book.pence)}</span><form method="post" action="/basket"><button class="link" name="remove" value="${line.book.id}">Remove</button></form></li>`)}</ul><p class="total"><span>Together</span><strong>${price(totalPence(lines))}</strong></p><form method="post" action="/checkout"><button class="button">Buy these books</button></form></section>${recommendedBooks(catalogue, 'These would go with them', list)}`
}

/** After the purchase: the order is one conversion, told to Wayside by the page. */
export function thanksPage(order: string, lines: Line[]): Html {
  const [only, ...others] = lines
  const bought = {
    order,
    value: decimal(totalPence(lines)),
    currency: 'GBP',
    ...(only && others.length === 0 && { item: only.book.id }),
  }
  return html`<section class="plain thanks"><header><h1>Thank you. The lamp stays on.</h1></header><p class="lead">Order ${order} · ${price(totalPence(lines))}</p><ul class="books">${lines.map((line) => bookCard(line.book))}</ul><p><a class="button" href="/">Back to the shop</a></p></section>
<script type="application/json" id="bought">${raw(JSON.stringify(bought))}</script><script defer src="/conversion.js"></script>`
}
