// What the three drivers' pages have in common: waiting for a load, finding a selector's middle, the names of keys.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Modifier, Page, PageError, Target } from './types.ts'

const LOAD_WITHIN_MS = 10_000
const ASKED_AFTER_MS = 100

/** Wraps an expression so that its awaited value comes back as the JSON text of a one-element array. */
export const asJson = (expression: string): string => `(async () => JSON.stringify([await (${expression})]))()`
export const fromJson = <T>(text: unknown): T => (JSON.parse(text as string) as [T])[0]

const STATE = '[document.readyState, performance.timeOrigin, location.href]'
type State = [readyState: string, timeOrigin: number, href: string]

/** Navigates by `ask` and polls until another document (or the same one at a new fragment) is complete, or the time is over. */
export async function gotoAndWait(
  page: Page,
  url: string,
  ask: () => Promise<unknown>,
  waitMs: number = LOAD_WITHIN_MS,
): Promise<boolean> {
  const state = (): Promise<State | undefined> => page.evaluate<State>(STATE).catch(() => undefined)
  const before = waitMs > 0 ? await Promise.race([state(), sleep(1_000)]) : undefined
  // The browsers answer a request to navigate only when the server does; a hung page must not hang the caller.
  await Promise.race([ask().catch(() => {}), sleep(ASKED_AFTER_MS)])
  for (const until = performance.now() + waitMs; performance.now() < until; await sleep(10)) {
    const now = await Promise.race([state(), sleep(Math.min(1_000, waitMs))])
    const isNew = now?.some((part, index) => part !== before?.[index])
    if (!now || !isNew || now[0] !== 'complete') continue
    if (now[2].startsWith('chrome-error:')) return false
    // A fresh tab's first document, or WebKit's after a failed load.
    if (now[2] !== 'about:blank' || url === 'about:blank') return true
  }
  return false
}

/** The point to hit. Throws when the selector matches nothing. */
export async function pointOf(page: Page, target: Target): Promise<{ x: number; y: number }> {
  if (typeof target !== 'string') return target
  const point = await page.evaluate<{ x: number; y: number } | null>(`(() => {
    const element = document.querySelector(${JSON.stringify(target)})
    if (!element) return null
    element.scrollIntoView({ block: 'nearest', behavior: 'instant' })
    const [box] = element.getClientRects()
    return box ? { x: Math.floor(box.x + box.width / 2), y: Math.floor(box.y + box.height / 2) } : null
  })()`)
  if (!point) throw new Error(`Nothing to click at ${target}.`)
  return point
}

/** WebDriver's code points of the keys that aren't characters, and CDP's virtual key codes. */
export const KEYS: Record<string, { webdriver: string; code: number; text?: string }> = {
  Enter: { webdriver: '\uE007', code: 13, text: '\r' },
  Tab: { webdriver: '\uE004', code: 9 },
  Escape: { webdriver: '\uE00C', code: 27 },
  Space: { webdriver: ' ', code: 32, text: ' ' },
  ArrowDown: { webdriver: '\uE015', code: 40 },
  ArrowUp: { webdriver: '\uE013', code: 38 },
}
export const MODIFIER_KEYS: Record<Modifier, string> = {
  alt: '\uE00A',
  ctrl: '\uE009',
  meta: '\uE03D',
  shift: '\uE008',
}

/** Collects what pages complain about and passes it on. */
export class Complaints {
  readonly list: PageError[] = []
  readonly #listeners: ((error: PageError) => void)[] = []

  add(kind: PageError['kind'], text: string): void {
    const error = { kind, text }
    this.list.push(error)
    for (const listener of this.#listeners) listener(error)
  }

  onAdd(listener: (error: PageError) => void): void {
    this.#listeners.push(listener)
  }
}
