// How the shop includes Wayside: the install snippet, as the guide gives it. The shop's own part ends here.
import { html, raw } from 'hono/html'
import { type Ports, publicUrl, SITE } from '../settings.ts'

type Html = ReturnType<typeof html>

/** The snippet for a page's head. */
export function tagSnippet(ports: Ports): Html {
  const endpoints = `${publicUrl(ports, 'a')} ${publicUrl(ports, 'b')}`
  return html`<script async src="${publicUrl(ports, 'a')}/tag/v1/wayside.js" data-site="${SITE}" data-endpoints="${raw(endpoints)}"></script>`
}
