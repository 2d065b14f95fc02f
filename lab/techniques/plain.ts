// The techniques without a library, each in the few lines that pages have carried since about 2005.
import type { Technique } from './technique.ts'

const script = (code: string) => (): string => `<script>${code}</script>`
const ADDRESS = `lab.first + '/c?n=' + lab.click`
const onClick = (code: string): string =>
  `addEventListener('click', (event) => { if (event.composedPath().includes(lab.link)) { ${code} } })`

export const plain: Technique[] = [
  { name: 'none', title: 'no tracking', head: () => '' },
  { name: 'image', title: 'image, then go', head: script(onClick(`new Image().src = ${ADDRESS}`)) },
  {
    name: 'image-wait',
    title: 'image, wait for it',
    waits: true,
    head: script(
      onClick(`event.preventDefault(); const go = () => { location.href = lab.link.href }
        const image = new Image(); image.onload = image.onerror = go; image.src = ${ADDRESS}`),
    ),
  },
  {
    name: 'image-wait-300',
    title: 'image, wait at most 300 ms',
    head: script(
      onClick(`event.preventDefault(); let gone = false; const go = () => { if (!gone) { gone = true; location.href = lab.link.href } }
        const image = new Image(); image.onload = image.onerror = go; image.src = ${ADDRESS}; setTimeout(go, 300)`),
    ),
  },
  {
    name: 'redirect',
    title: 'redirect, set on mousedown',
    waits: true,
    head: () => '',
    body: `lab.link.addEventListener('mousedown', () => {
      lab.link.href = lab.first + '/r?n=' + lab.click + '&u=' + encodeURIComponent(lab.link.href) })`,
  },
  {
    name: 'next-page',
    title: 'stored, sent by the next page view',
    keeps: true,
    head: script(`${onClick(`localStorage.setItem('clicks.' + lab.click, '1')`)}
      addEventListener('load', () => {
        for (const key of Object.keys(localStorage))
          fetch(lab.first + '/c?n=' + key.slice(7), { method: 'POST', keepalive: true })
            .then((answer) => { if (answer.ok) localStorage.removeItem(key) }).catch(() => {})
      })`),
  },
  { name: 'beacon', title: 'sendBeacon', head: script(onClick(`navigator.sendBeacon(${ADDRESS}, lab.click)`)) },
  {
    name: 'keepalive',
    title: 'fetch with keepalive',
    head: script(onClick(`fetch(${ADDRESS}, { method: 'POST', body: lab.click, keepalive: true }).catch(() => {})`)),
  },
  { name: 'ping', title: '<a ping>', head: () => '', body: `lab.link.ping = ${ADDRESS}` },
  {
    name: 'fetch-later',
    title: 'fetchLater',
    engines: ['chromium'],
    head: script(
      onClick(`try { fetchLater(${ADDRESS}, { method: 'POST', body: lab.click, activateAfter: 0 }) } catch {}`),
    ),
  },
]
