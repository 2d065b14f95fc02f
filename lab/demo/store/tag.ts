// How the shop includes Wayside: the install snippet, as the guide gives it, with the script on the shop's own server, so that a
// visitor who comes first during an outage has it too. The shop's own part ends here.
import { html, raw } from 'hono/html'
import { type Ports, publicUrl, SITE } from '../settings.ts'

/** The tag's file, as the shop serves it. */
export const TAG_FILE = 'wayside.js'

type Html = ReturnType<typeof html>

/** The snippet for a page's head. */
export function tagSnippet(ports: Ports): Html {
  const endpoints = `${publicUrl(ports, 'a')} ${publicUrl(ports, 'b')}`
  return html`<script async src="/${TAG_FILE}" data-site="${SITE}" data-endpoints="${raw(endpoints)}"></script>`
}
