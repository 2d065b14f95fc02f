// The dashboard: one page that shows what was seen, clicked and earned, and what was lost. Everything from outside is drawn as text.
// Comes from: the API over HTTP, with a session or a shared link's token. Goes to: people. Its whole state is the address, so that any view can be linked.
import { h, render } from 'preact'
import { App } from './app.tsx'
import './styles/index.css'

const place = document.querySelector('#wayside')!
place.replaceChildren()
render(h(App, {}), place)
