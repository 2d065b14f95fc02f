// The dashboard: one page that shows what was seen, clicked and earned, and what was lost. Everything from outside is drawn as text.
// Comes from: the API over HTTP, with a session or a read key. Goes to: people. Its whole state is the address, so that any view can be linked.
import { h, render } from 'preact'
import { keyFromLink } from './api/key.ts'
import { App } from './app.tsx'
import './styles/index.css'

keyFromLink()
const place = document.querySelector('#wayside')!
place.replaceChildren()
render(h(App, {}), place)
