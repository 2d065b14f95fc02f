// Chromium over the DevTools protocol, through a pipe: no port, and the browser ends when the pipe does.
// Leaves the back/forward cache on, because it decides what becomes of a leaving page's requests.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Carrier, Channel, type ChannelEvent, type Json } from './channel.ts'
import { findBrowser } from './find.ts'
import { asJson, Complaints, fromJson, gotoAndWait, KEYS, pointOf } from './page.ts'
import { makeHome, start } from './processes.ts'
import type { Browser, ClickOptions, LaunchOptions, Modifier, Page, PageError, Target } from './types.ts'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--ignore-certificate-errors',
  '--window-size=900,700',
  '--remote-debugging-pipe',
]

const BITS: Record<Modifier, number> = { alt: 1, ctrl: 2, meta: 4, shift: 8 }
const bitsOf = (modifiers: Modifier[] = []): number => modifiers.reduce((bits, name) => bits | BITS[name], 0)
/** The answer to an input event is lost when the renderer is swapped under it. */
const INPUT_ANSWER_MS = 500
const QUIT_WITHIN_MS = 8_000
/** "Don't allow sites to save data on your device". */
const NOTHING_STORED = { profile: { default_content_setting_values: { cookies: 2 } } }

function writePreferences(folder: string, preferences: Json): void {
  mkdirSync(join(folder, 'Default'), { recursive: true })
  writeFileSync(join(folder, 'Default/Preferences'), JSON.stringify(preferences))
}

function pipeCarrier(toBrowser: Writable, fromBrowser: Readable): Carrier {
  let rest = Buffer.alloc(0)
  toBrowser.on('error', () => {})
  return {
    send: (text) => void toBrowser.write(`${text}\0`),
    onMessage: (listener) =>
      void fromBrowser.on('data', (chunk: Buffer) => {
        rest = Buffer.concat([rest, chunk])
        for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
          const text = rest.toString('utf8', 0, end)
          rest = rest.subarray(end + 1)
          listener(text)
        }
      }),
    onClose: (listener) => void fromBrowser.on('close', listener),
    close: () => void toBrowser.end(),
  }
}

class ChromiumPage implements Page {
  readonly targetId: string
  readonly #channel: Channel
  readonly #session: string
  readonly #complaints = new Complaints()

  constructor(channel: Channel, targetId: string, session: string) {
    this.#channel = channel
    this.targetId = targetId
    this.#session = session
    channel.onEvent((event) => event.sessionId === session && this.#note(event))
  }

  call(method: string, params: Json = {}): Promise<Json> {
    return this.#channel.call(method, params, this.#session)
  }

  #note({ method, params }: ChannelEvent): void {
    if (method === 'Runtime.exceptionThrown') {
      const { text, exception } = params.exceptionDetails as { text: string; exception?: { description?: string } }
      this.#complaints.add('exception', exception?.description ?? text)
    } else if (method === 'Runtime.consoleAPICalled' && params.type === 'error') {
      const args = params.args as { value?: unknown; description?: string }[]
      this.#complaints.add('console', args.map((arg) => String(arg.value ?? arg.description)).join(' '))
    } else if (method === 'Log.entryAdded') {
      const { level, text, url } = params.entry as { level: string; text: string; url?: string }
      if (level === 'error') this.#complaints.add('browser', url ? `${text} ${url}` : text)
    }
  }

  goto(url: string, options: { waitMs?: number } = {}): Promise<boolean> {
    return gotoAndWait(this, url, () => this.call('Page.navigate', { url }), options.waitMs)
  }

  async #input(method: string, params: Json): Promise<void> {
    await Promise.race([this.call(method, params), sleep(INPUT_ANSWER_MS)])
  }

  async click(target: Target, options: ClickOptions = {}): Promise<void> {
    const point = await pointOf(this, target)
    const modifiers = bitsOf(options.modifiers)
    if (options.pointer === 'touch') {
      await this.#input('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point], modifiers })
      return this.#input('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [], modifiers })
    }
    const button = options.button ?? 'left'
    const buttons = { left: 1, right: 2, middle: 4 }[button]
    const send = (type: string, more: Json) =>
      this.#input('Input.dispatchMouseEvent', { type, ...point, modifiers, ...more })
    await send('mouseMoved', {})
    await send('mousePressed', { button, buttons, clickCount: 1 })
    await send('mouseReleased', { button, buttons: 0, clickCount: 1 })
  }

  async key(name: string, options: { modifiers?: Modifier[] } = {}): Promise<void> {
    const known = KEYS[name]
    const text = known ? known.text : name
    const windowsVirtualKeyCode = known?.code ?? name.toUpperCase().charCodeAt(0)
    const common = {
      key: name === 'Space' ? ' ' : name,
      code: known ? name : '',
      windowsVirtualKeyCode,
      modifiers: bitsOf(options.modifiers),
    }
    await this.#input('Input.dispatchKeyEvent', {
      type: text === undefined ? 'rawKeyDown' : 'keyDown',
      ...common,
      ...(text === undefined ? {} : { text }),
    })
    await this.#input('Input.dispatchKeyEvent', { type: 'keyUp', ...common })
  }

  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.call('Runtime.evaluate', {
      expression: asJson(expression),
      awaitPromise: true,
      returnByValue: true,
    })
    const failed = answer.exceptionDetails as { text: string; exception?: { description?: string } } | undefined
    if (failed) throw new Error(failed.exception?.description ?? failed.text)
    return fromJson<T>((answer.result as { value: string }).value)
  }

  /** Asks the browser, not the page: a page whose next navigation hangs answers nothing until that ends. */
  async url(): Promise<string> {
    const { targetInfo } = await this.#channel.call('Target.getTargetInfo', { targetId: this.targetId })
    return (targetInfo as { url: string }).url
  }

  async onNewDocument(code: string): Promise<void> {
    await this.call('Page.addScriptToEvaluateOnNewDocument', { source: code })
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from((await this.call('Page.captureScreenshot')).data as string, 'base64')
  }

  errors(): PageError[] {
    return [...this.#complaints.list]
  }

  onError(listener: (error: PageError) => void): void {
    this.#complaints.onAdd(listener)
  }

  async activate(): Promise<void> {
    await this.call('Page.bringToFront')
  }

  async close(): Promise<void> {
    await this.#channel.call('Target.closeTarget', { targetId: this.targetId })
  }
}

export async function launchChromium(options: LaunchOptions): Promise<Browser> {
  const home = makeHome(options.profile)
  if (options.blockStorage) writePreferences(home.folder, NOTHING_STORED)
  const args = [...FLAGS, `--user-data-dir=${home.folder}`, ...(options.args ?? []), 'about:blank']
  const process = start(findBrowser('chromium'), args, home.env, ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'])
  const channel = new Channel(pipeCarrier(process.child.stdio[3] as Writable, process.child.stdio[4] as Readable))
  const known = new Map<string, ChromiumPage>()

  const attach = async (targetId: string): Promise<ChromiumPage> => {
    const session = (await channel.call('Target.attachToTarget', { targetId, flatten: true })).sessionId as string
    const page = new ChromiumPage(channel, targetId, session)
    known.set(targetId, page)
    for (const domain of ['Page', 'Runtime', 'Log']) await page.call(`${domain}.enable`)
    return page
  }
  const end = async (ask: () => Promise<unknown>): Promise<void> => {
    await ask()
    channel.close()
    await process.kill()
    home.remove()
  }

  const version = await channel.call('Browser.getVersion').catch(async (error: Error) => {
    await end(async () => {})
    throw error
  })
  return {
    engine: 'chromium',
    version: version.product as string,
    pid: process.pid,
    keepsProfile: true,
    reportsErrors: true,
    newPage: async () => attach((await channel.call('Target.createTarget', { url: 'about:blank' })).targetId as string),
    pages: async () => {
      const { targetInfos } = (await channel.call('Target.getTargets')) as {
        targetInfos: { targetId: string; type: string }[]
      }
      const ids = targetInfos.filter((target) => target.type === 'page').map((target) => target.targetId)
      return Promise.all(ids.reverse().map((id) => known.get(id) ?? attach(id)))
    },
    close: () =>
      end(async () => {
        await channel.call('Browser.close').catch(() => {})
        await process.ended(QUIT_WITHIN_MS)
      }),
    kill: () => end(() => process.kill()),
  }
}
