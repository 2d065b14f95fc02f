// biome-ignore-all lint/style/useTemplate: templates compress worse here
// What a page carries inline, so that no click is lost before the tag is there, or when it never comes. Listens from the first moment, writes
// listed clicks straight into the outbox, and fetches the tag only after `load` (a tag server that hangs would hold that event back), from one
// datacenter, then the next.
// Promises: stores nothing where the tag might not (consent, another storage, Global Privacy Control, switched off, blocked): those clicks wait
// in memory for the tag to judge. Switched off it keeps nothing and fetches nothing. Its text is the same on every page, so that one CSP hash fits
// all; what differs stands in the attributes of its element. Does not: send, nor see anything but clicks; what the tag can find out later (`complete`) it leaves to the tag.
import type { Wayside } from './config.ts'
import { STUB_PATIENCE_MS } from './limits.ts'
import { now } from './now.ts'

declare const VERSION: string
type Call = (argument: unknown) => void
declare const wayside: { v?: unknown; q?: unknown[]; m: object; convert: Call; consent: Call }
declare const trustedTypes: { createPolicy(name: string, rules: typeof policy): typeof policy }

const own = document.currentScript as HTMLScriptElement
const data = own.dataset
const endpoints = data.endpoints!.split(' ')
const memory: Record<string, string> = {}
/** The page's storage, where that is allowed. */
let box = memory
let policy = { createScriptURL: (url: string): string => url }

const onClick = (event: MouseEvent): void => {
  try {
    const path = event.composedPath() as HTMLElement[]
    const nearest = (selector: string) => path.find((element) => element.matches?.(selector))!
    const link = nearest(':any-link')
    const section = nearest('[data-wayside]')
    // As the tag has it: the section's own shadow root, where there is one.
    const root = section.shadowRoot ?? section
    if (link && event.button < 2 && !wayside.v)
      box['wayside.click' + crypto.randomUUID()] = JSON.stringify({
        // Not one around the section.
        item: nearest('[data-item],[data-wayside]').dataset.item,
        list: section.dataset.wayside,
        occurredAt: now(),
        // Where items are named only they count.
        position: !root.querySelector('[data-item]') && [...root.querySelectorAll(':any-link')].indexOf(link) + 1,
        trusted: event.isTrusted,
      })
  } catch {}
}

const fetchTag = (): void => {
  const endpoint = endpoints.shift()
  if (!endpoint || wayside.v) return
  setTimeout(fetchTag, STUB_PATIENCE_MS)
  own.after(
    // `integrity` is one of the attributes.
    Object.assign(document.createElement('script'), data, {
      src: policy.createScriptURL(endpoint + '/tag/' + VERSION + '/wayside.js'),
      nonce: own.nonce,
      crossOrigin: '',
      onerror: fetchTag,
    }),
  )
}

// There may be calls in it already, from before.
self.wayside ??= {} as Wayside
if (!wayside.convert) {
  wayside.m = memory
  wayside.q ??= []
  wayside.convert = wayside.consent = (argument) => wayside.q!.push(argument)
  addEventListener('click', onClick, true)
  addEventListener('auxclick', onClick, true)
  addEventListener('load', fetchTag)
  try {
    // As if a tag were there that does nothing.
    wayside.v = document.querySelector('[name=wayside][content=off]') || localStorage.wayside
    if (!((navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl || data.consent || data.storage))
      box = localStorage
    // Last: it throws where there is no such thing.
    policy = trustedTypes.createPolicy('wayside', policy)
  } catch {}
}
