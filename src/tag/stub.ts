// What a page carries inline, so that no click is lost before the tag is there, or when it never comes. Listens from the first moment, writes
// listed clicks straight into the outbox in the tag's own format, and fetches the tag only after `load` (a tag server that hangs would hold
// that event back), from one datacenter, then the next.
// Promises: stores nothing where the tag might not (consent, another storage, Global Privacy Control, switched off): those clicks wait in
// memory for the tag to judge. Does not: send, or see anything but clicks. Its text is the same on every page, so that one CSP hash fits
// all; what differs stands in the attributes of its script element.
import { STUB_PATIENCE_MS } from './limits.ts'
import { LINKS } from './links.ts'
import { now } from './now.ts'

declare const VERSION: string
declare const trustedTypes: { createPolicy(name: string, rules: typeof policy): typeof policy }

const own = document.currentScript as HTMLScriptElement
const data = own.dataset
const queue: unknown[] = []
const call = (name: string) => (argument: unknown) => queue.push([name, argument])
let policy = { createScriptURL: (url: string): string => url }

/** A UUID of version 7, on pages that are secure contexts; the tag's own way is longer, and works on the others too. */
const uuid = (): string =>
  now().toString(16).padStart(12, '0').replace(/.{8}/, '$&-') + crypto.randomUUID().slice(13).replace('4', '7')

const onClick = (event: MouseEvent): void => {
  try {
    const path = event.composedPath() as HTMLElement[]
    const having = (name: string) => path.find((element) => element.dataset?.[name])?.dataset[name]
    const list = having('wayside')
    const item = having('item')
    const link = path.find((element) => element.matches?.(LINKS))!
    // Without names the tag reads the item out of the token, by its position.
    const links = link.closest('[data-wayside]')?.querySelectorAll(LINKS) ?? []
    const fact = {
      id: uuid(),
      occurredAt: now(),
      retries: 0,
      type: 'click',
      list,
      item,
      position: item ? undefined : [...links].indexOf(link) + 1,
      trusted: event.isTrusted,
    }
    if (window.wayside!.v || event.button > 1 || !list) return
    if (
      data.consent ||
      data.storage ||
      (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl ||
      document.querySelector('meta[name=wayside][content=off]') ||
      localStorage.wayside
    )
      queue.push(['click', fact])
    else localStorage[`wayside.click${fact.id}`] = JSON.stringify(fact)
  } catch {}
}

const fetchTag = (endpoints: string[]): void => {
  if (!endpoints[0] || window.wayside!.v) return
  const script = document.createElement('script')
  Object.assign(script.dataset, data)
  script.nonce = own.nonce
  script.crossOrigin = ''
  script.integrity = data.integrity!
  script.src = policy.createScriptURL(`${endpoints.shift()}/tag/${VERSION}/wayside.js`)
  script.onerror = () => fetchTag(endpoints)
  setTimeout(fetchTag, STUB_PATIENCE_MS, endpoints)
  document.head.append(script)
}

if (!window.wayside) {
  window.wayside = { q: queue, convert: call('convert'), consent: call('consent') } as never
  for (const type of ['click', 'auxclick']) addEventListener(type, onClick as never, true)
  addEventListener('load', () => {
    try {
      policy = trustedTypes.createPolicy('wayside', policy)
    } catch {}
    fetchTag(data.endpoints!.split(' '))
  })
}
