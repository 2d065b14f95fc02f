// The live page: clicks as they come, recovered ones in their own colour, today's figures and the books.
// Comes from: the API over HTTP, with a read key. Goes to: people. Keeps the key in the tab's session storage only.
import { clicksTile } from './tiles/clicks.ts'
import { figuresTile } from './tiles/figures.ts'
import { type Ask, refreshTile } from './tiles/tile.ts'

const POLL_MS = 1_000
const KEY = 'wayside-key'

const form = document.querySelector<HTMLFormElement>('#sign-in')!
const status = document.querySelector<HTMLElement>('#status')!
const figures = figuresTile(find('#figures'))
const clicks = clicksTile(find('#clicks'))

// A link may bring the key behind the hash, which no server sees; it leaves the address bar at once.
const fromLink = new URLSearchParams(location.hash.slice(1)).get('key')
if (fromLink) {
  sessionStorage.setItem(KEY, fromLink)
  history.replaceState(null, '', location.pathname)
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  sessionStorage.setItem(KEY, String(new FormData(form).get('key')))
  poll()
})

function poll(): void {
  refresh().then(
    (state) => say(state),
    (error: Error) => say(error.message),
  )
}

async function refresh(): Promise<string> {
  const key = sessionStorage.getItem(KEY)
  form.hidden = key !== null
  if (!key) return 'Sign in with a read key to see clicks arrive.'
  const ask: Ask = async (path) => {
    const answer = await fetch(path, { headers: { Authorization: `Bearer ${key}` } })
    const body = (await answer.json()) as { message?: string }
    if (answer.status === 401) sessionStorage.removeItem(KEY)
    if (!answer.ok) throw new Error(body.message ?? `The backend answered ${answer.status}.`)
    return body as never
  }
  await refreshTile(figures, ask)
  await refreshTile(clicks, ask)
  return ''
}

function say(text: string): void {
  status.textContent = text
}

function find(selector: string): HTMLElement {
  return document.querySelector<HTMLElement>(selector)!
}

poll()
setInterval(poll, POLL_MS)
