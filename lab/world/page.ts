// One page of the shop, with one tracker on it. The page itself measures nothing but the moment of the click, which it writes
// into the link's address, and says when it is ready.
import type { Technique } from '../techniques/index.ts'
import { DESTINATION_PORT, SHOP_PORT } from './shop.ts'

/** What a page is to be like besides its tracker. */
export interface PageOptions {
  destination: 'cross-site' | 'same-site'
  /** The page itself makes every access to storage throw. */
  storageBlocked: boolean
  /** Another script of the page has a keepalive request under way that hangs and leaves 12 bytes of the browser's 64 KiB: less than any click takes. */
  quotaUsed: boolean
  /** Opens the destination in a new tab: what ctrl+click does where the driver can press it. */
  newTab: boolean
}

/** Addresses for one page: a host of its own, so that every click meets a cold connection and a cold name. */
export interface Addresses {
  first: string
  second: string
  tag: string
  quota: string
}

const BLOCK_STORAGE = `for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
  Object.defineProperty(window, name, { get() { throw new DOMException('The operation is insecure.', 'SecurityError') } })`

const useQuota = (quota: string): string =>
  `fetch('${quota}/other', { method: 'POST', keepalive: true, body: 'x'.repeat(65_524) }).catch(() => {})`

const linkOf = (technique: string, click: string, options: PageOptions): string =>
  options.destination === 'cross-site'
    ? `http://destination.localhost:${DESTINATION_PORT}/?click=${click}`
    : `http://${technique}.localhost:${SHOP_PORT}/product?click=${click}`

/** A token as a recommender would make it, but for the signature: the page cannot check it. */
const tokenOf = (click: string): string => {
  const payload = { s: 'lab', l: `list-${click}`, p: 'lab', t: Math.floor(Date.now() / 1000), i: [click] }
  return `v1.lab.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${'A'.repeat(22)}`
}

/** A visitor who comes back does so a quarter of an hour later, by the page's clock: longer than any tracker waits between tries. */
const COMES_BACK = `{
  const RealDate = Date
  const later = () => RealDate.now() + 900_000
  window.Date = class extends RealDate {
    constructor(...given) { super(...(given.length ? given : [later()])) }
    static now() { return later() }
  }
}`

/** Names of page views by which the visitor comes back. */
export const returnOf = (technique: string): string => `return.${technique}`

/** The link sits where the driver clicks. `lab.next()` gives it another name, for pages that stay open. */
export function renderPage(technique: Technique, click: string, addresses: Addresses, options: PageOptions): string {
  const lab = { click, first: addresses.first, second: addresses.second }
  return `<!doctype html><html><head><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,">
<script>window.lab = ${JSON.stringify(lab)}
${options.storageBlocked ? BLOCK_STORAGE : ''}
${click === returnOf(technique.name) ? COMES_BACK : ''}
addEventListener('click', (event) => {
  const link = event.composedPath().find((element) => element.localName === 'a')
  if (link && !link.href.includes('&t=')) link.href += '&t=' + Date.now()
}, true)
${options.quotaUsed ? useQuota(addresses.quota) : ''}</script>
${technique.head(addresses)}
</head><body><h1>Shop</h1>
<section data-wayside="${tokenOf(click)}"><a id="link" data-item="${click}" ${options.newTab ? 'target="_blank"' : ''}
  href="${linkOf(technique.name, click, options)}" style="position:fixed;left:20px;top:20px;width:240px;height:80px">A book</a></section>
<script>
lab.link = document.getElementById('link')
lab.next = (click, href, token) => {
  lab.click = click
  lab.link.dataset.item = click
  lab.link.href = href
  lab.link.parentElement.dataset.wayside = token
}
${technique.body ?? ''}
;(async () => {
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
  await Promise.race([new Promise((resolve) => addEventListener('load', resolve)), wait(1500)])
  for (let i = 0; i < 50 && !(${technique.armed ?? 'true'}); i++) await wait(10)
  requestAnimationFrame(() => requestAnimationFrame(() => fetch('/ready?click=' + lab.click)))
})()
</script></body></html>`
}

/** The expression that renames the link of a page that stays open. */
export const nextClick = (technique: string, click: string, options: PageOptions): string =>
  `lab.next(${JSON.stringify(click)}, ${JSON.stringify(linkOf(technique, click, options))}, ${JSON.stringify(tokenOf(click))})`
