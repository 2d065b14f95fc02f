// How the shop includes Wayside: the inline stub, as the guide gives it. The shop's own part ends here.
// The stub listens from the first moment and fetches the tag from a datacenter after the page has loaded; during an outage that may
// fail, and the clicks are kept all the same.
import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import { builtFile } from '../root.ts'
import { type Ports, publicUrl, SITE } from '../settings.ts'

/** The snippet for a page's head. @throws with the fix when the tag is not built. */
export function tagSnippet(ports: Ports): ReturnType<typeof html> {
  const stub = readFileSync(builtFile('tag/stub.js'), 'utf8')
  const integrity = readFileSync(builtFile('tag/wayside.js.sri'), 'utf8').trim()
  const endpoints = `${publicUrl(ports, 'a')} ${publicUrl(ports, 'b')}`
  return html`<script data-site="${SITE}" data-endpoints="${endpoints}" data-integrity="${integrity}">${raw(stub)}</script>`
}
