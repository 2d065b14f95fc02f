// Firefox over WebDriver BiDi, straight to the browser (no geckodriver).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clickActions, keyActions } from './actions.ts'
import { type Carrier, Channel, type ChannelEvent, type Json } from './channel.ts'
import { findBrowser } from './find.ts'
import { asJson, Complaints, fromJson, gotoAndWait, pointOf } from './page.ts'
import { makeHome, start } from './processes.ts'
import type { Browser, ClickOptions, LaunchOptions, Modifier, Page, PageError, Target } from './types.ts'

/** No first-run pages and no traffic of the browser's own; nothing that changes how pages load. */
const PREFS: Record<string, string | number | boolean> = {
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.aboutwelcome.enabled': false,
  'browser.sessionstore.resume_from_crash': false,
  'toolkit.startup.max_resumed_crashes': -1,
  'termsofuse.bypassNotification': true,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.trr.mode': 5,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
}
/** Block all cookies, and with them all storage. */
const NOTHING_STORED = { 'network.cookie.cookieBehavior': 2 }
const STARTS_WITHIN_MS = 60_000
const QUIT_WITHIN_MS = 8_000

async function webSocketCarrier(url: string): Promise<Carrier> {
  const socket = new WebSocket(url)
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true })
    socket.addEventListener('error', () => reject(new Error(`Firefox refused the connection to ${url}.`)), {
      once: true,
    })
  })
  return {
    send: (text) => socket.send(text),
    onMessage: (listener) => socket.addEventListener('message', (event) => listener(String(event.data))),
    onClose: (listener) => socket.addEventListener('close', listener),
    close: () => socket.close(),
  }
}

class FirefoxPage implements Page {
  readonly context: string
  readonly #channel: Channel
  readonly #complaints = new Complaints()

  constructor(channel: Channel, context: string) {
    this.#channel = channel
    this.context = context
    channel.onEvent((event) => this.#note(event))
  }

  #note({ method, params }: ChannelEvent): void {
    const { level, type, text, source } = params as {
      level?: string
      type?: string
      text?: string
      source?: { context?: string }
    }
    if (method !== 'log.entryAdded' || level !== 'error' || source?.context !== this.context) return
    this.#complaints.add(type === 'console' ? 'console' : 'exception', text ?? '')
  }

  #call(method: string, params: Json = {}): Promise<Json> {
    return this.#channel.call(method, { context: this.context, ...params })
  }

  goto(url: string, options: { waitMs?: number } = {}): Promise<boolean> {
    return gotoAndWait(this, url, () => this.#call('browsingContext.navigate', { url, wait: 'none' }), options.waitMs)
  }

  async click(target: Target, options: ClickOptions = {}): Promise<void> {
    await this.#call('input.performActions', { actions: clickActions(await pointOf(this, target), options) })
  }

  async key(name: string, options: { modifiers?: Modifier[] } = {}): Promise<void> {
    await this.#call('input.performActions', { actions: keyActions(name, options.modifiers) })
  }

  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.#channel.call('script.evaluate', {
      expression: asJson(expression),
      target: { context: this.context },
      awaitPromise: true,
    })
    if (answer.type !== 'success') throw new Error((answer.exceptionDetails as { text: string }).text)
    return fromJson<T>((answer.result as { value: string }).value)
  }

  url(): Promise<string> {
    return this.evaluate('location.href')
  }

  async onNewDocument(code: string): Promise<void> {
    const functionDeclaration = `() => { ${code} }`
    await this.#channel.call('script.addPreloadScript', { functionDeclaration, contexts: [this.context] })
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from((await this.#call('browsingContext.captureScreenshot')).data as string, 'base64')
  }

  errors(): PageError[] {
    return [...this.#complaints.list]
  }

  onError(listener: (error: PageError) => void): void {
    this.#complaints.onAdd(listener)
  }

  async activate(): Promise<void> {
    await this.#call('browsingContext.activate')
  }

  async close(): Promise<void> {
    await this.#call('browsingContext.close')
  }
}

export async function launchFirefox(options: LaunchOptions): Promise<Browser> {
  const home = makeHome(options.profile)
  const prefs = Object.entries({ ...PREFS, ...(options.blockStorage && NOTHING_STORED), ...options.prefs }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  writeFileSync(join(home.folder, 'user.js'), `${prefs.join('\n')}\n`)
  const args = [
    '--headless',
    '--no-remote',
    '--profile',
    home.folder,
    '--remote-debugging-port=0',
    ...(options.args ?? []),
    'about:blank',
  ]
  const process = start(findBrowser('firefox'), args, home.env, ['ignore', 'ignore', 'pipe'])
  const pages = new Map<string, FirefoxPage>()
  let channel: Channel | undefined
  const end = async (ask: () => Promise<unknown>): Promise<void> => {
    await ask()
    channel?.close()
    await process.kill()
    home.remove()
  }
  try {
    const [, address] = await process.says(/WebDriver BiDi listening on (ws:\S+)/, STARTS_WITHIN_MS)
    const bidi = new Channel(await webSocketCarrier(`${address}/session`))
    channel = bidi
    const session = await bidi.call('session.new', { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } })
    await bidi.call('session.subscribe', { events: ['log.entryAdded'] })
    const pageOf = (context: string): FirefoxPage => {
      const page = pages.get(context) ?? new FirefoxPage(bidi, context)
      pages.set(context, page)
      return page
    }
    const { browserName, browserVersion } = session.capabilities as { browserName: string; browserVersion: string }
    return {
      engine: 'firefox',
      version: `${browserName[0]!.toUpperCase()}${browserName.slice(1)}/${browserVersion}`,
      pid: process.pid,
      keepsProfile: true,
      reportsErrors: true,
      newPage: async () => pageOf((await bidi.call('browsingContext.create', { type: 'tab' })).context as string),
      pages: async () => {
        const { contexts } = (await bidi.call('browsingContext.getTree', { maxDepth: 0 })) as {
          contexts: { context: string }[]
        }
        return contexts.map(({ context }) => pageOf(context))
      },
      close: () =>
        end(async () => {
          await bidi.call('browser.close').catch(() => {})
          await process.ended(QUIT_WITHIN_MS)
        }),
      kill: () => end(() => process.kill()),
    }
  } catch (error) {
    await end(async () => {})
    throw error
  }
}
