// WebKitGTK's MiniBrowser over classic WebDriver, on a virtual display of its own.
// The driver knows the left mouse button only, no touch and no screenshot, tells nothing of a page's errors, and starts
// with nothing stored every time.
import { once } from 'node:events'
import { request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { clickActions, keyActions } from './actions.ts'
import type { Json } from './channel.ts'
import { findBrowser } from './find.ts'
import { asJson, fromJson, gotoAndWait, pointOf } from './page.ts'
import { makeHome, type Started, start } from './processes.ts'
import type { Browser, ClickOptions, LaunchOptions, Modifier, Page, PageError, Target } from './types.ts'

const STARTS_WITHIN_MS = 20_000
const ANSWER_WITHIN_MS = 60_000
/** A click or a key may take its page away, and the driver's answer with it. */
const ACTED_WITHIN_MS = 10_000

/** One HTTP request per command: node's `fetch` pools connections, and the driver stops answering on one it thinks closed. */
async function command(
  port: number,
  method: string,
  path: string,
  body?: Json,
  withinMs: number = ANSWER_WITHIN_MS,
): Promise<Json> {
  const text = body === undefined ? '' : JSON.stringify(body)
  const asked = request({
    host: '127.0.0.1',
    port,
    method,
    path,
    agent: false,
    headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) },
    signal: AbortSignal.timeout(withinMs),
  })
  asked.end(text)
  const [response] = (await once(asked, 'response')) as [Readable]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const { value } = JSON.parse(Buffer.concat(chunks).toString()) as { value: Json | null }
  if (value && typeof value === 'object' && 'error' in value) throw new Error(`${value.error}: ${value.message}`)
  return { value }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

async function startDisplay(): Promise<Started & { name: string }> {
  const args = ['-displayfd', '3', '-screen', '0', '1024x768x24', '-nolisten', 'tcp', '-noreset']
  const display = start(findBrowser('display'), args, {}, ['ignore', 'ignore', 'pipe', 'pipe'])
  const [number] = (await Promise.race([
    once(display.child.stdio[3] as Readable, 'data'),
    once(display.child, 'exit').then(() => ['']),
  ])) as [Buffer]
  const name = `:${String(number).trim()}`
  if (name === ':') throw new Error('Xvfb ended before it had a display.')
  return { ...display, name }
}

class WebKitPage implements Page {
  readonly #call: Call
  readonly #handle: string
  readonly #front: Front

  constructor(call: Call, handle: string, front: Front) {
    this.#call = call
    this.#handle = handle
    this.#front = front
  }

  /** Classic WebDriver talks to one window at a time; commands go one after the other, each to its own window. */
  #do(method: string, path: string, body?: Json, withinMs?: number): Promise<Json> {
    return this.#front.run(async () => {
      if (this.#front.handle !== this.#handle) await this.#call('POST', '/window', { handle: this.#handle })
      this.#front.handle = this.#handle
      return this.#call(method, path, body, withinMs)
    })
  }

  /** What the input did is for the servers to tell: an answer that stays away is no failure. */
  async #act(actions: Json[]): Promise<void> {
    await this.#do('POST', '/actions', { actions }, ACTED_WITHIN_MS).catch((error: Error) => {
      if (error.name !== 'AbortError') throw error
    })
  }

  goto(url: string, options: { waitMs?: number } = {}): Promise<boolean> {
    return gotoAndWait(this, url, () => this.#do('POST', '/url', { url }), options.waitMs)
  }

  async click(target: Target, options: ClickOptions = {}): Promise<void> {
    if ((options.button ?? 'left') !== 'left') throw new Error("WebKit's driver has only the left mouse button.")
    if (options.pointer === 'touch') throw new Error("WebKit's driver has no touch.")
    await this.#act(clickActions(await pointOf(this, target), options))
  }

  async key(name: string, options: { modifiers?: Modifier[] } = {}): Promise<void> {
    await this.#act(keyActions(name, options.modifiers))
  }

  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.#do('POST', '/execute/sync', { script: `return ${asJson(expression)}`, args: [] })
    return fromJson<T>(answer.value)
  }

  url(): Promise<string> {
    return this.evaluate('location.href')
  }

  onNewDocument(): Promise<void> {
    return Promise.reject(new Error("WebKit's driver runs nothing before a page's own scripts."))
  }

  screenshot(): Promise<Buffer> {
    return Promise.reject(
      new Error("WebKit's driver takes no screenshots on a virtual display: the command never answers."),
    )
  }

  errors(): PageError[] {
    return []
  }

  onError(): void {}

  async activate(): Promise<void> {
    await this.#do('GET', '/title')
  }

  async close(): Promise<void> {
    await this.#do('DELETE', '/window')
    this.#front.handle = ''
  }
}

type Call = (method: string, path: string, body?: Json, withinMs?: number) => Promise<Json>

/** Which window the session talks to, and the line that its commands wait in. */
class Front {
  handle = ''
  #last: Promise<unknown> = Promise.resolve()

  run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work)
    this.#last = mine.catch(() => {})
    return mine
  }
}

async function startDriver(port: number, env: Record<string, string>): Promise<Started> {
  const driver = start(findBrowser('webkit-driver'), [`--port=${port}`], env, ['ignore', 'ignore', 'pipe'])
  for (const until = performance.now() + STARTS_WITHIN_MS; performance.now() < until; await sleep(30))
    if (
      await command(port, 'GET', '/status').then(
        () => true,
        () => false,
      )
    )
      return driver
  await driver.kill()
  throw new Error('WebKitWebDriver did not start.')
}

export async function launchWebKit(options: LaunchOptions): Promise<Browser> {
  if (options.blockStorage) throw new Error("WebKit's driver has no setting that blocks storage.")
  const home = makeHome(options.profile)
  const display = await startDisplay()
  const env = {
    ...home.env,
    DISPLAY: display.name,
    GDK_BACKEND: 'x11',
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    WEBKIT_DISABLE_DMABUF_RENDERER: '1',
    NO_AT_BRIDGE: '1',
    GTK_A11Y: 'none',
  }
  let driver: Started | undefined
  const end = async (ask: () => Promise<unknown>): Promise<void> => {
    await ask()
    await driver?.kill()
    await display.kill()
    home.remove()
  }
  try {
    const port = await freePort()
    driver = await startDriver(port, env)
    const args = ['--automation', ...(options.args ?? [])]
    const { value } = await command(port, 'POST', '/session', {
      capabilities: {
        alwaysMatch: {
          browserName: 'MiniBrowser',
          acceptInsecureCerts: true,
          // Without it, one hung page would block every later command.
          pageLoadStrategy: 'none',
          'webkitgtk:browserOptions': { binary: findBrowser('webkit'), args },
        },
      },
    })
    const session = value as { sessionId: string; capabilities: { browserVersion: string } }
    const call: Call = (method, path, body, withinMs) =>
      command(port, method, `/session/${session.sessionId}${path}`, body, withinMs)
    const front = new Front()
    const pages = new Map<string, WebKitPage>()
    const pageOf = (handle: string): WebKitPage => {
      const page = pages.get(handle) ?? new WebKitPage(call, handle, front)
      pages.set(handle, page)
      return page
    }
    let first = true
    return {
      engine: 'webkit',
      version: `WebKitGTK/${session.capabilities.browserVersion}`,
      pid: driver.pid,
      keepsProfile: false,
      reportsErrors: false,
      newPage: async () => {
        // The session opens with an empty tab: it is the first page. Others are windows: a second tab stays hidden and draws nothing.
        const path = first ? '/window' : '/window/new'
        const answer = await front.run(() => (first ? call('GET', path) : call('POST', path, { type: 'window' })))
        const handle = first ? (answer.value as unknown as string) : ((answer.value as Json).handle as string)
        first = false
        return pageOf(handle)
      },
      pages: async () =>
        ((await front.run(() => call('GET', '/window/handles'))).value as unknown as string[]).map(pageOf),
      close: () => end(() => call('DELETE', '').catch(() => {})),
      kill: () => end(async () => {}),
    }
  } catch (error) {
    await end(async () => {})
    throw error
  }
}
