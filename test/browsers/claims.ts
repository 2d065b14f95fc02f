// What the tag promises, tried in a real browser by trusted input, and judged by what real servers received. One list of claims for every engine.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Browser, type Engine, launch, type Page } from '../../lab/drivers/index.ts'
import { startWorld, type World } from './world.ts'

const dist = (file: string): string => readFileSync(resolve(import.meta.dirname, '../../dist/tag', file), 'utf8').trim()

/** A list token as a page holds it. Nobody verifies it here. */
const tokenOf = (list: string, items: string[]): string =>
  `v1.k1.${Buffer.from(JSON.stringify({ s: 'shop', l: list, p: 'pp', t: 1, i: items })).toString('base64url')}.AAAAAAAAAAAAAAAAAAAAAA`

/** A page that stays open whatever is clicked, as a router's would. */
const STAYS =
  '<script>addEventListener("click",e=>e.preventDefault());addEventListener("auxclick",e=>e.preventDefault())</script>'

/** A claim that fails so is tried once more in a new browser (`vitest.config.ts`): it says nothing of the tag. */
const STUCK = 'The browser took no click, or opens no link, not even without the tag. '

/** Register the claims for one engine. */
export function claims(engine: Engine): void {
  let world: World
  let browser: Browser
  let page: Page
  let pages = 0
  let isStuck = false

  const tag = (attributes = ''): string =>
    `<script async src="${world.a.url}/tag/wayside.js" data-endpoints="${world.a.url} ${world.b.url}" ${attributes}></script>`
  const stub = (attributes = ''): string =>
    `<script data-endpoints="${world.a.url} ${world.b.url}" data-integrity="${dist('wayside.js.sri')}" ${attributes}>${dist('stub.js')}</script>`
  /** Links of one list in the token's order, each with its item as element id. */
  const list = (items: string[], name = 'l1'): string =>
    `<section data-wayside="${tokenOf(name, items)}">${items.map((item) => `<p><a id="${item}" href="${world.destination}/${item}">${item}</a></p>`).join('')}</section>`
  /** Go there, again if need be: a navigation asked for while the page is just leaving by itself may get lost. */
  const visit = async (url: string): Promise<void> => {
    await expect
      .poll(
        async () => {
          await page.goto(url)
          return page.url().catch(() => '')
        },
        { timeout: 30_000, interval: 200 },
      )
      .toBe(url)
  }
  /** Serve this at a fresh path, and open it. */
  const open = async (html: string, headers?: Record<string, string>): Promise<string> => {
    const url = world.page(`/page-${++pages}`, html, headers)
    await visit(url)
    return url
  }
  const stored = (): Promise<string[]> =>
    page.evaluate<string[]>("Object.keys(localStorage).filter(k => k.startsWith('wayside.')).map(k => localStorage[k])")
  const items = (type: string): (string | undefined)[] =>
    world
      .events(type)
      .map((event) => event.item)
      .sort()
  const both = async (mode: Parameters<World['a']['gate']['set']>[0]): Promise<void> => {
    await world.a.gate.set(mode)
    await world.b.gate.set(mode)
  }
  /** Click a link that leaves the page, and wait until its target was asked for. */
  const leaveBy = async (link: string, path: string): Promise<void> => {
    await page.click(link)
    await world
      .until(`the destination ${path}`, () => world.visits.includes(path))
      .catch(async (error: Error) => {
        isStuck = !(await Promise.race([works(), sleep(45_000, false)]))
        throw new Error(isStuck ? STUCK + error.message : error.message)
      })
  }
  /** Whether the click came to the page, and the browser follows a link in a tab of its own that knows no tag. */
  const works = async (): Promise<boolean> => {
    try {
      if (!(await page.evaluate('navigator.userActivation.hasBeenActive'))) return false
      const control = await browser.newPage()
      await control.goto(world.page('/control', `<a id=control href="${world.destination}/control">control</a>`))
      await control.click('#control')
      await world.until('the control', () => world.visits.includes('/control'))
      await control.close()
      return true
    } catch {
      return false
    }
  }
  const started = (): Promise<void> =>
    world.until('the tag told of what it found', () => world.events('impression').length > 0)

  const start = async (): Promise<void> => {
    browser = await launch(engine)
    page = await browser.newPage()
    isStuck = false
  }

  beforeAll(async () => {
    world = await startWorld()
    await start()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await world?.close()
  }, 60_000)
  beforeEach(async () => {
    await world.reset()
    if (isStuck) await browser.kill().then(start)
    // A test may have left another tab in front: nothing is drawn in one behind it.
    await page.activate()
    await visit(world.page('/blank', '<title>blank</title>'))
    await page.evaluate('localStorage.clear(), sessionStorage.clear()')
    world.forget()
  }, 60_000)

  test('every way to open a listed link is one click, whatever the page does with the event', async () => {
    const names = ['plain', 'blank', 'stopped', 'keyboard', 'svg', 'area', 'shadow', 'modified']
    await open(`${STAYS}<section data-wayside="${tokenOf('ways', names)}">
      <a data-item=plain id=plain href=/x><b id=inner>plain</b></a> <a data-item=blank id=blank target=_blank href=/x>blank</a>
      <a data-item=stopped id=stopped href=/x>stopped</a> <a data-item=keyboard id=keyboard href=/x>keyboard</a>
      <a data-item=modified id=modified href=/x>modified</a><br>
      <svg width=60 height=30><a data-item=svg id=svg xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="/x"><rect id=rect width=60 height=30 fill=red /></a></svg>
      <map name=m><area data-item=area shape=rect coords=0,0,50,50 href=/x></map><img id=image width=50 height=50 usemap=#m src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">
      <div id=host data-item=shadow style="width:80px;height:30px"></div></section>
      <script>host.attachShadow({mode:'open'}).innerHTML='<a href=/x style="display:block;height:30px">in the shadow</a>'
      stopped.addEventListener('click',e=>{e.stopImmediatePropagation();e.preventDefault()},true)</script>${tag()}`)
    await started()
    await page.click('#inner')
    await page.click('#blank')
    await page.click('#stopped')
    await page.click('#rect')
    await page.click('#image')
    await page.click('#host')
    await page.click('#modified', { modifiers: ['shift'] })
    await page.evaluate('keyboard.focus()')
    await page.key('Enter')
    await world.until('all clicks', () => world.events('click').length >= names.length)
    expect(items('click')).toEqual(names.toSorted())
    const hows = Object.fromEntries(world.events('click').map((event) => [event.item, event.how]))
    expect(hows).toMatchObject({ plain: 'primary', keyboard: 'keyboard', modified: 'modified', shadow: 'primary' })
    expect(world.events('click').every((event) => event.trusted)).toBe(true)
    // Measurement rule M8.
    await world.until('the views', () => names.every((name) => items('view').includes(name)))
  })

  test.skipIf(engine === 'webkit')('the middle button is a click, the context menu is none', async () => {
    await open(STAYS + list(['menu', 'middle']) + tag())
    await started()
    await page.click('#menu', { button: 'right' })
    await page.key('Escape')
    await page.click('#middle', { button: 'middle' })
    await world.until('the click', () => world.events('click').length > 0)
    expect(world.events('click').map((event) => [event.item, event.how])).toEqual([['middle', 'middle']])
  })

  test('a click made by a script is told apart', async () => {
    await open(STAYS + list(['emma']) + tag())
    await started()
    await page.evaluate('emma.click()')
    await world.until('the click', () => world.events('click').length === 1)
    expect(world.events('click')[0]).toMatchObject({ trusted: false, how: 'other' })
  })

  test.each(['refused', 'hang', 'status:500', 'reset'] as const)(
    'both datacenters %s: the link opens, and the click arrives on a later page view, under one id',
    async (mode) => {
      const shop = await open(list(['emma']) + tag())
      await started()
      await both(mode)
      await leaveBy('#emma', '/emma')
      expect(world.events('click')).toEqual([])
      await both('ok')
      await visit(shop)
      await world.until('the click', () => world.events('click').length === 1)
      expect(world.events('click')[0]!.item).toBe('emma')
    },
  )

  test('one datacenter down: the click reaches the other at once', async () => {
    await open(STAYS + list(['emma']) + tag())
    await started()
    await world.a.gate.set('refused')
    await page.click('#emma')
    await world.until('the click', () => world.events('click').length === 1)
    expect(world.events('click')[0]!.datacenter).toBe('b')
    await world.until('the outbox to be empty', () => true)
    await expect.poll(stored, { timeout: 15_000 }).toEqual([])
  })

  test('one datacenter silent: the other has the click within 3 s', async () => {
    await open(STAYS + list(['emma']) + tag())
    await started()
    await world.a.gate.set('hang')
    await page.click('#emma')
    await world.until('the click', () => world.events('click').length === 1, 3_000)
    expect(world.events('click')[0]!.datacenter).toBe('b')
  })

  test('an outage while the page stays open: everything arrives by itself afterwards', async () => {
    await open(STAYS + list(['emma']) + tag())
    await started()
    await both('refused')
    await page.click('#emma')
    await expect.poll(async () => (await stored()).length, { timeout: 15_000 }).toBeGreaterThan(0)
    await both('ok')
    await world.until('the click', () => world.events('click').length === 1, 15_000)
    await expect.poll(stored, { timeout: 15_000 }).toEqual([])
  })

  test('fetch blocked by an extension: another way is found, and only its answer empties the outbox', async () => {
    await open(
      `<script>window.fetch=()=>Promise.reject(new TypeError('blocked'))</script>${STAYS}${list(['emma'])}${tag()}`,
    )
    await world.until('the impression', () => world.events('impression').length === 1)
    await page.click('#emma')
    await world.until('the click by image', () =>
      world.received.some(({ type, via }) => type === 'click' && via === 'image'),
    )
    await expect.poll(stored, { timeout: 15_000 }).toEqual([])
  })

  test('two snippets, ten renderings of one list and a hydration are one impression an item', async () => {
    await open(`<div id=app>${list(['emma', 'persuasion'])}</div>${tag()}${tag()}
      <script>let n=0;const t=setInterval(()=>{app.innerHTML=app.innerHTML;if(++n==10){clearInterval(t);app.insertAdjacentHTML('beforeend',${JSON.stringify(list(['lastly'], 'l2'))})}},100)</script>`)
    await world.until('the last list', () => items('impression').includes('lastly'))
    expect(items('impression')).toEqual(['emma', 'lastly', 'persuasion'])
    await page.click('#emma')
    await world.until('the click', () => world.events('click').length === 1)
    await world.until('the destination', () => world.visits.includes('/emma'))
    expect(world.events('click')).toHaveLength(1)
  })

  test('an item is viewed after a second on screen, not below the fold; a click views it at once', async () => {
    await open(
      `${STAYS}${list(['above'], 'l1')}<div style="height:3000px"></div>${list(['below', 'clicked'], 'l2')}${tag()}`,
    )
    await world.until('the view', () => items('view').includes('above'))
    expect(items('impression')).toEqual(['above', 'below', 'clicked'])
    expect(items('view')).toEqual(['above'])
    await page.click('#clicked')
    await world.until(
      'the click and its view',
      () => world.events('click').length === 1 && items('view').includes('clicked'),
    )
    const [view, click] = ['view', 'click'].map((type) => world.events(type).find(({ item }) => item === 'clicked')!)
    expect(view!.n).toBeLessThan(click!.n!)
    expect(click).toMatchObject({ position: 2, batch: { site: 'shop' } })
  })

  test('a list without a box is told as hidden, and again when it shows', async () => {
    await open(`<div id=tab style="display:none">${list(['emma'])}</div>${tag()}`)
    await world.until('the hidden impression', () => world.events('impression').length === 1)
    expect(world.events('impression')[0]).toMatchObject({ item: 'emma', hidden: true })
    await page.evaluate("tab.style.display=''")
    await world.until('the impression', () => world.events('impression').length === 2)
    expect(world.events('impression')[1]!.hidden).toBeUndefined()
  })

  test('lists in open shadow roots and same-origin frames are seen, and clicked once', async () => {
    const inner = world.page('/frame', STAYS + list(['framed'], 'l3'))
    await open(`${STAYS}<div id=host></div><iframe id=frame src="${inner}" width=300 height=100></iframe>
      <script>host.attachShadow({mode:'open'}).innerHTML=${JSON.stringify(list(['shadowed'], 'l4'))}</script>${tag()}`)
    await world.until('both', () => items('impression').length === 2)
    expect(items('impression')).toEqual(['framed', 'shadowed'])
    await page.evaluate("host.shadowRoot.querySelector('a').click(), frame.contentDocument.querySelector('a').click()")
    await world.until('both clicks', () => world.events('click').length === 2)
    expect(items('click')).toEqual(['framed', 'shadowed'])
  })

  test('conversions are taken before and after the tag has loaded, shops’ numbers and all', async () => {
    await open(`<script>window.wayside={q:[{order:17,value:12.5,currency:'EUR'}]}</script>${tag('data-site=shop')}`)
    await world.until('the first', () => world.events('conversion').length === 1)
    await page.evaluate("wayside.convert({order:'18',value:'3.00',currency:'EUR',item:'emma'})")
    await world.until('the second', () => world.events('conversion').length === 2)
    expect(world.events('conversion').map(({ order, value, item }) => ({ order, value, item }))).toEqual([
      { order: '17', value: '12.5', item: undefined },
      { order: '18', value: '3.00', item: 'emma' },
    ])
  })

  test('where consent is needed nothing is stored before it, everything works, and a refusal erases', async () => {
    await open(STAYS + list(['emma']) + tag('data-consent=none'))
    await started()
    await page.click('#emma')
    await world.until('the click', () => world.events('click').length === 1)
    expect(await page.evaluate('Object.keys(localStorage).length')).toBe(0)
    await page.evaluate('wayside.consent(true)')
    await page.click('#emma')
    await world.until('the second click', () => world.events('click').length === 2)
    expect(await page.evaluate('Object.keys(localStorage)')).toContain('wayside-n')
    // The batch says what the visitor said: a site may count only those who agreed.
    expect(world.events('click').map((event) => event.batch.consent)).toEqual([undefined, true])
    await page.evaluate('wayside.consent(false)')
    expect(await page.evaluate('Object.keys(localStorage).length')).toBe(0)
  })

  test('“off” until consent means off; Global Privacy Control means no storage', async () => {
    await open(STAYS + list(['emma']) + tag('data-consent=off'))
    await page.evaluate('new Promise(r => { const t = setInterval(() => window.wayside && r(clearInterval(t)), 20) })')
    await page.click('#emma')
    await open(
      `<script>Object.defineProperty(navigator,'globalPrivacyControl',{value:true})</script>${STAYS}${list(['persuasion'])}${tag()}`,
    )
    await started()
    await page.click('#persuasion')
    await world.until('the click', () => world.events('click').length === 1)
    expect(items('click')).toEqual(['persuasion'])
    expect(await page.evaluate('Object.keys(localStorage).length')).toBe(0)
  })

  test.each([
    ['the site’s switch', '<meta name=wayside content=off>', ''],
    ['support’s flag', '', "localStorage.wayside='off'"],
  ])('%s turns the tag off', async (_name, head, script) => {
    await open(
      `${head}<script>${script}</script>${STAYS}${list(['emma'])}${tag()}<script>addEventListener('load',()=>loaded=1)</script>`,
    )
    await page.click('#emma')
    expect(await page.evaluate('typeof window.wayside')).toBe('undefined')
    await page.evaluate('delete localStorage.wayside')
    await open(list(['persuasion']) + tag())
    await started()
    expect(world.events('click')).toEqual([])
  })

  test('a click is said to the page too, under the id that we count: a GA4 data layer gets it', async () => {
    await open(`<script>dataLayer=[];document.addEventListener('wayside:click',({detail})=>dataLayer.push({event:'select_item',wayside_id:detail.id,items:[{item_id:detail.item,index:detail.position}]}))</script>
      ${STAYS}${list(['emma'])}${tag()}`)
    await started()
    await page.click('#emma')
    await world.until('the click', () => world.events('click').length === 1)
    const layer = await page.evaluate<{ wayside_id: string }[]>('dataLayer')
    expect(layer).toEqual([
      { event: 'select_item', wayside_id: world.events('click')[0]!.id, items: [{ item_id: 'emma', index: 1 }] },
    ])
  })

  test('works under a strict policy, by hash and with Trusted Types; adds one global, no cookie, no error', async () => {
    const errors: string[] = []
    page.onError((error) => void (/favicon/.test(error.text) || errors.push(error.text)))
    await open(`${stub()}${list(['emma'])}`, {
      'Content-Security-Policy': `default-src 'none'; script-src '${dist('stub.js.sri').trim()}' ${world.a.url} ${world.b.url}; connect-src ${world.a.url} ${world.b.url}; require-trusted-types-for 'script'; trusted-types wayside`,
    })
    await started()
    expect(world.a.tagRequests + world.b.tagRequests).toBe(1)
    const frame = 'const f=document.createElement("iframe");document.body.append(f);'
    const added = await page.evaluate<string[]>(
      `(()=>{${frame}const plain=new Set(Object.keys(f.contentWindow));f.remove();return Object.keys(window).filter(k=>!plain.has(k)&&isNaN(k)&&k!=='emma')})()`,
    )
    expect(added.filter((name) => !['TEMPORARY', 'PERSISTENT'].includes(name))).toEqual(['wayside'])
    expect(await page.evaluate('document.cookie')).toBe('')
    expect(await page.evaluate("document.querySelector('#emma').getAttribute('href')")).toBe(
      `${world.destination}/emma`,
    )
    expect(errors).toEqual([])
  })

  const hashed = (): string => `'${dist('stub.js.sri').trim()}'`
  test.each([
    ['a nonce', 'nonce=r4nd0m', () => "'nonce-r4nd0m'"],
    ['a nonce and ‘strict-dynamic’', 'nonce=r4nd0m', () => "'nonce-r4nd0m' 'strict-dynamic'"],
    ['a hash and ‘strict-dynamic’', '', () => `${hashed()} 'strict-dynamic'`],
  ])('works under a policy with %s', async (_name, attributes, sources) => {
    const errors: string[] = []
    page.onError((error) => void (/favicon/.test(error.text) || errors.push(error.text)))
    await open(`${stub(attributes)}${list(['emma'])}<script>window.forged=1</script>`, {
      'Content-Security-Policy': `default-src 'none'; script-src ${sources()}; connect-src ${world.a.url} ${world.b.url}`,
    })
    await started()
    // The policy is in force.
    expect(await page.evaluate('typeof window.forged')).toBe('undefined')
    expect(errors.filter((text) => !/inline/i.test(text))).toEqual([])
    await page.click('#emma')
    await world.until('the click', () => world.events('click').length === 1)
  })

  test.each(['refused', 'hang'] as const)(
    'tag servers %s for the whole visit: the page loads, the click is kept and arrives with the next page',
    async (mode) => {
      await both(mode)
      const loaded = await page.goto(world.page('/stubbed', `${stub()}${list(['emma', 'persuasion'])}`), {
        waitMs: 8_000,
      })
      expect(loaded).toBe(true)
      await leaveBy('#persuasion', '/persuasion')
      await both('ok')
      await open(stub())
      await world.until('the click', () => world.events('click').length === 1)
      const [click, view] = ['click', 'view'].map(
        (type) => world.events(type).find(({ item }) => item === 'persuasion')!,
      )
      expect(click).toMatchObject({ item: 'persuasion', position: 2, trusted: true, batch: { site: 'shop' } })
      // It takes part in the loss measure, and in rule M8: the tag gave it what the stub left out.
      expect(click!.n).toBeGreaterThan(view!.n!)
      expect(view!.occurredAt).toBe(click!.occurredAt)
      await expect.poll(stored, { timeout: 15_000 }).toEqual([])
    },
  )

  test('datacenters that take clicks and never answer get few copies, however many pages are opened meanwhile', async () => {
    // The tag is in the page: it must not wait for those datacenters too.
    const tagInPage = `<script data-endpoints="${world.a.url} ${world.b.url}">${dist('wayside.js')}</script>`
    await open(list(['emma']) + tagInPage)
    await started()
    // Without a list: what each page would have to tell of its own would fill the six connections that a browser has for one origin.
    const shop = world.page('/without-list', tagInPage)
    await both('slow:60000')
    await leaveBy('#emma', '/emma')
    for (let view = 0; view < 8; view++) {
      await visit(shop)
      await sleep(600)
      await visit(`${world.destination}/away-${view}`)
    }
    const copies = world.received.filter(({ type, via }) => type === 'click' && via === 'fetch')
    process.stderr.write(`${engine}: ${copies.length} copies of a click after 8 page views in silence\n`)
    expect(copies.length).toBeGreaterThan(1)
    expect(copies.length).toBeLessThanOrEqual(5)
    expect(new Set(copies.map(({ id }) => id)).size).toBe(1)
  })

  test('a tab without the focus views nothing, and has a whole second to go once it has it', async () => {
    await open(`<script>let focused=false;document.hasFocus=()=>focused</script>${STAYS}${list(['emma'])}${tag()}`)
    await started()
    await sleep(1_500)
    expect(world.events('view')).toEqual([])
    const before = await page.evaluate<number>("focused=true,dispatchEvent(new Event('focus')),Date.now()")
    await world.until('the view', () => world.events('view').length === 1)
    expect(world.events('view')[0]!.occurredAt).toBeGreaterThanOrEqual(before + 1_000)
  })

  // WebKit's driver gets no answer from a tab behind another.
  test.skipIf(engine === 'webkit')('a tab behind another views nothing until it is in front', async () => {
    const other = await browser.newPage()
    const url = world.page(`/behind-${++pages}`, `${STAYS}${list(['emma'])}${tag()}`)
    await page.evaluate(`document.title='front',setTimeout(()=>location.href=${JSON.stringify(url)},700),0`)
    await other.activate()
    await expect.poll(() => page.evaluate('location.href').catch(() => ''), { timeout: 15_000 }).toBe(url)
    expect(await page.evaluate('document.hidden || !document.hasFocus()')).toBe(true)
    await sleep(2_500)
    expect(world.events('view')).toEqual([])
    await page.activate()
    await world.until('the view', () => world.events('view').length === 1)
    await other.close()
  })

  // A tab of its own: Chromium prerenders nothing for one that is being debugged.
  test.skipIf(engine !== 'chromium')('a page that is really prerendered counts only once it is opened', async () => {
    const name = `speculated-${++pages}`
    const url = world.page(
      `/${name}`,
      `<script>document.addEventListener('prerenderingchange',()=>fetch('/activated-${name}'))</script>${STAYS}${list(['emma'])}${tag()}`,
    )
    const rules = JSON.stringify({ prerender: [{ source: 'list', urls: [url] }] })
    const start = world.page(
      `/before-${name}`,
      `<script type=speculationrules>${rules}</script><script>setInterval(()=>fetch('/go-${name}').then(({ok})=>ok&&(location.href='${url}')),200)</script>`,
    )
    await open(`<a id=start target=_blank rel=noopener href="${start}">start</a>`)
    await page.click('#start')
    await world.until('the tag of the prerendered page', () => world.a.tagRequests + world.b.tagRequests > 0)
    await sleep(2_000)
    expect(world.received).toEqual([])
    world.page(`/go-${name}`, '')
    await world.until('the impression and the view', () => items('view').length === 1)
    expect(items('impression')).toEqual(['emma'])
    expect(world.visits).toContain(`/activated-${name}`)
    // It was not loaded a second time.
    expect(world.visits.filter((path) => path === `/${name}`)).toHaveLength(1)
    // Its tab would find the clicks of later pages in the storage that they share.
    for (const other of await browser.pages()) if (/speculated/.test(await other.url())) await other.close()
  })

  test('the stub takes sales too, and hands them to the tag', async () => {
    await open(`${stub('data-site=shop')}<script>wayside.convert({order:19,value:5,currency:'EUR'})</script>`)
    await world.until('the sale', () => world.events('conversion').length === 1)
    expect(world.events('conversion')[0]).toMatchObject({ order: '19', value: '5', batch: { site: 'shop' } })
  })

  test('the tag takes over from the stub, from the datacenter that answers, without a click lost or doubled', async () => {
    await world.a.gate.set('refused')
    await open(`${stub()}${STAYS}${list(['emma', 'persuasion'])}<img src="${world.destination}/slow-image">`)
    await page.click('#emma')
    await started()
    await page.click('#persuasion')
    await world.until('both clicks', () => world.events('click').length >= 2)
    expect(items('click')).toEqual(['emma', 'persuasion'])
    expect(world.b.tagRequests).toBe(1)
  })

  // WebKit's driver gets no answer from a tab behind another; the outbox's property test has the tabs too.
  test.skipIf(engine === 'webkit')('two tabs in one outage lose nothing of each other', async () => {
    const shop = await open(STAYS + list(['emma']) + tag())
    await started()
    const other = await browser.newPage()
    await other.goto(world.page('/other', STAYS + list(['persuasion'], 'l2') + tag()))
    await expect.poll(() => other.evaluate('!!window.wayside'), { timeout: 15_000 }).toBe(true)
    await both('refused')
    await other.click('#persuasion')
    await page.activate()
    await page.click('#emma')
    await other.close()
    await both('ok')
    await visit(shop)
    await world.until('both', () => world.events('click').length === 2)
    expect(items('click')).toEqual(['emma', 'persuasion'])
  })

  test('back and forward: nothing is told twice, and the page that comes back still counts', async () => {
    await open(list(['emma', 'persuasion']) + tag())
    await world.until('the views', () => world.events('view').length === 2)
    await leaveBy('#emma', '/emma')
    await expect.poll(() => page.url(), { timeout: 15_000 }).toContain('/emma')
    await page.evaluate('history.back()').catch(() => {})
    await expect.poll(() => page.url(), { timeout: 15_000 }).toContain('/page-')
    await expect.poll(() => page.evaluate('!!window.wayside').catch(() => false), { timeout: 15_000 }).toBe(true)
    await leaveBy('#persuasion', '/persuasion')
    await visit(world.page('/drain', tag()))
    await world.until('both clicks', () => world.events('click').length === 2)
    expect(items('click')).toEqual(['emma', 'persuasion'])
  })

  test('nothing counts while the page is prerendered, and all of it once it is shown', async () => {
    await open(`<script>let hidden=true;Object.defineProperty(document,'prerendering',{get:()=>hidden})
      function show(){hidden=false;document.dispatchEvent(new Event('prerenderingchange'))}</script>${STAYS}${list(['emma'])}${tag()}`)
    await page.click('#emma')
    expect(await page.evaluate('typeof window.wayside')).toBe('undefined')
    await page.evaluate('show()')
    await started()
    await page.click('#emma')
    await world.until('the click', () => world.events('click').length === 1)
    expect(items('impression')).toEqual(['emma'])
  })

  test.each([
    ['the tag', () => tag()],
    ['the stub', () => stub()],
  ])('%s: a storage that is blocked costs no click while the page is open', async (_name, install) => {
    await world.a.gate.set('slow:300')
    await open(
      `<script>Object.defineProperty(window,'localStorage',{get(){throw new DOMException('','SecurityError')}})</script>${install()}${STAYS}${list(['emma', 'persuasion'])}`,
    )
    // With the stub, perhaps before the tag is there.
    if (_name === 'the tag') await started()
    await page.click('#emma')
    await started()
    await page.click('#persuasion')
    await world.until('both clicks', () => world.events('click').length === 2)
    expect(items('click')).toEqual(['emma', 'persuasion'])
  })

  test('bundled, started twice and next to a script element, it is one tag', async () => {
    const config = `{endpoints:['${world.a.url}','${world.b.url}'],site:'shop'}`
    await open(`${STAYS}${list(['emma'])}
      <script type=module>import {start} from '${world.a.url}/tag/index.js';start(${config});start(${config});start({})</script>${tag()}`)
    await started()
    await page.click('#emma')
    await world.until('the click and its view', () => items('click').length === 1 && items('view').length === 1)
    await page.evaluate("wayside.convert({order:20,value:'1.00',currency:'EUR'})")
    await world.until('the sale', () => world.events('conversion').length === 1)
    expect([items('impression'), items('click')]).toEqual([['emma'], ['emma']])
  })

  test('a storage that is full costs no click while the page is open', async () => {
    await open(`<script>for(let size=1e6;size>=1;size/=10)try{for(let n=0;;n++)localStorage[size+'-'+n]='x'.repeat(size)}catch{}</script>
      ${STAYS}${list(['emma'])}${tag()}`)
    await started()
    await page.click('#emma')
    await world.until('the click', () => world.events('click').length === 1)
    await world.until(
      'it came by more than one way',
      () => new Set(world.received.filter(({ type }) => type === 'click').map(({ via }) => via)).size > 1,
    )
    expect(await stored()).toEqual([])
  })

  test('where consent is needed, a click from before the tag waits in memory and is delivered', async () => {
    const letTagGo = world.holdTag()
    await open(`${stub('data-consent=none')}${STAYS}${list(['emma'])}`)
    await page.click('#emma')
    letTagGo()
    await world.until('the click', () => world.events('click').length === 1)
    expect(await page.evaluate('Object.keys(localStorage).length')).toBe(0)
  })

  test('the legacy tag counts by image, keeps what did not arrive, and holds a click no longer than it may', async () => {
    const legacy = (attributes: string): string =>
      `<script src="${world.a.url}/tag/wayside.legacy.js" data-endpoints="${world.a.url} ${world.b.url}" ${attributes}></script>`
    const shop = await open(list(['emma', 'persuasion']) + legacy('data-hold'))
    await leaveBy('#persuasion', '/persuasion')
    await world.until('the click', () => world.events('click').length === 1)
    expect(world.events('click')[0]).toMatchObject({ item: 'persuasion', via: 'image', batch: { site: 'shop' } })
    await visit(shop)
    await both('hang')
    const before = performance.now()
    await leaveBy('#emma', '/emma')
    const heldMs = Math.round(performance.now() - before)
    process.stderr.write(`${engine}: with hanging datacenters a held click opened after ${heldMs} ms\n`)
    // 150 ms of holding; the rest is the driver and the navigation.
    expect(heldMs).toBeLessThan(1_500)
    await both('ok')
    await visit(world.page('/legacy-later', legacy('')))
    await world.until('the second click', () => world.events('click').length === 2)
    await expect.poll(stored, { timeout: 15_000 }).toEqual([])
  })

  test.skipIf(engine !== 'chromium')('a second, independent shot leaves with the tab (fetchLater)', async () => {
    const tab = await browser.newPage()
    await tab.goto(
      world.page('/later', `<script>window.fetch=()=>new Promise(()=>{})</script>${STAYS}${list(['emma'])}${tag()}`),
    )
    await expect.poll(() => tab.evaluate("'wayside-n' in localStorage"), { timeout: 15_000 }).toBe(true)
    await tab.click('#emma')
    await expect
      .poll(() => tab.evaluate("Object.keys(localStorage).some(k => k.startsWith('wayside.click'))"))
      .toBe(true)
    await tab.evaluate('new Promise(r => setTimeout(r, 50))')
    await tab.close()
    await world.until('the later copy', () =>
      world.received.some(({ type, via }) => type === 'click' && via === 'later'),
    )
    expect(world.received.find(({ via }) => via === 'later')!.datacenter).toBe('b')
  })

  test.skipIf(engine === 'firefox')('on request the link’s ping carries the click too', async () => {
    await open(list(['emma']) + tag('data-ping=on'))
    await started()
    await page.click('#emma')
    await world.until('the ping', () => world.received.some(({ type, via }) => type === 'click' && via === 'ping'))
    await world.until('the destination', () => world.visits.includes('/emma'))
  })

  test('what could break or slow the page is left alone: the handler takes microseconds', async () => {
    await open(STAYS + list(Array.from({ length: 12 }, (_, at) => `item${at}`)) + tag())
    await started()
    const microseconds = await page.evaluate<number>(`(() => {
      const time = (link, n) => { const t = performance.now(); for (let i = 0; i < n; i++) link.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, composed: true})); return (performance.now() - t) / n * 1000 }
      const plain = document.body.appendChild(document.createElement('a')); plain.href = '/x'
      let best = Infinity
      for (let round = 0; round < 8; round++) best = Math.min(best, time(item5, 60) - time(plain, 60))
      return best
    })()`)
    process.stderr.write(`${engine}: a listed click's handler takes ${Math.round(microseconds)} µs\n`)
    expect(microseconds).toBeLessThan(50)
  })

  test('where items are named only they count, and a section’s own shadow root is its list: by the stub as by the tag', async () => {
    const letTagGo = world.holdTag()
    await open(`${stub()}${STAYS}
      <div data-item=around><section data-wayside="${tokenOf('named', ['first', 'second', 'third'])}">
      <p><a id=all href=/all>See all</a></p><p><a data-item=emma id=emma href=/emma>Emma</a></p></section></div>
      <section id=own data-wayside="${tokenOf('own', ['rooted'])}" style="display:block;height:40px"></section>
      <script>own.attachShadow({mode:'open'}).innerHTML='<a href=/x style="display:block;height:40px">in the section’s shadow</a>'</script>`)
    await page.click('#all')
    await page.click('#emma')
    await page.click('#own')
    expect(await page.evaluate('wayside.v ?? null')).toBe(null)
    letTagGo()
    await world.until('the clicks of before the tag', () => world.events('click').length === 2)
    await page.click('#all')
    await page.click('#own')
    await page.click('#emma')
    await world.until('the clicks after it', () => world.events('click').length === 4)
    expect(items('click')).toEqual(['emma', 'emma', 'rooted', 'rooted'])
    expect(items('impression')).toEqual(['emma', 'rooted'])
  })

  test('a refusal erases what an earlier visit stored, also before any consent on this page', async () => {
    const shop = await open(STAYS + list(['emma']) + tag('data-consent=none'))
    await started()
    await page.evaluate('wayside.consent(true)')
    await both('refused')
    await page.click('#emma')
    await expect.poll(async () => (await stored()).length, { timeout: 15_000 }).toBeGreaterThan(0)
    await visit(shop)
    await both('ok')
    await visit(world.page('/refuses', `<script>window.wayside={q:[false]}</script>${tag('data-consent=none')}`))
    await expect.poll(() => page.evaluate('window.wayside.v ?? null'), { timeout: 15_000 }).not.toBe(null)
    expect(await page.evaluate('Object.keys(localStorage).length')).toBe(0)
  })

  test('a page that needs consent and has it says so at once: the click before the tag counts', async () => {
    const letTagGo = world.holdTag()
    await open(`${stub('data-consent=off')}<script>wayside.consent(true)</script>${STAYS}${list(['emma'])}`)
    await page.click('#emma')
    expect(await page.evaluate('wayside.v ?? null')).toBe(null)
    letTagGo()
    await world.until('the click', () => world.events('click').length === 1)
    expect(world.events('click')[0]).toMatchObject({ item: 'emma', batch: { consent: true } })
  })

  test('calls from before the stub are kept: it takes over what the page has put there', async () => {
    await open(`<script>window.wayside={q:[{order:22,value:1,currency:'EUR'}]}</script>${stub('data-site=shop')}`)
    await world.until('the sale', () => world.events('conversion').length === 1)
    expect(world.events('conversion')[0]).toMatchObject({ order: '22' })
  })

  test('a sale says what it must and no more, whatever the shop’s object has', async () => {
    await open(STAYS + list(['emma']) + tag('data-site=shop'))
    await started()
    await page.evaluate(
      "wayside.convert({order:21,value:2,currency:'EUR',item:'emma',id:'x',n:1000,sent:9e15,items:Array(80).fill('a book of two hundred characters'.repeat(6))})",
    )
    await page.click('#emma')
    await world.until('the sale and the click', () => items('conversion').length === 1 && items('click').length === 1)
    const { id, n, batch } = world.events('conversion')[0]!
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    expect(n).toBeLessThan(10)
    expect(batch.events.find((event) => event.id === id)).not.toHaveProperty('items')
    await expect.poll(stored, { timeout: 15_000 }).toEqual([])
  })

  test.each([
    ['opacity', 'opacity:0;transition:opacity .2s', "style.opacity='1'"],
    ['visibility', 'visibility:hidden;transition:visibility .2s', "style.visibility='visible'"],
    [
      'an animation',
      'opacity:0',
      "animate({opacity:[0,1]},{duration:200,fill:'forwards'}),tab.style.animation='fade .2s forwards'",
    ],
  ])('what fades in by %s is hidden first, and seen and viewed then', async (_name, style, script) => {
    await open(
      `<style>@keyframes fade{to{opacity:1}}</style><div id=tab style="${style}">${list(['emma'])}</div>${tag()}`,
    )
    await world.until('the hidden impression', () => world.events('impression').length === 1)
    expect(world.events('impression')[0]).toMatchObject({ item: 'emma', hidden: true })
    // Until nothing else makes the tag look: its own script's loading did.
    await sleep(1_200)
    await page.evaluate(`tab.${script}`)
    await world.until(
      'the impression and the view',
      () => items('impression').length === 2 && items('view').length === 1,
    )
    expect(world.events('impression')[1]!.hidden).toBeUndefined()
  })

  test('before the page is idle the tag does nothing but listen', async () => {
    // A click that the stub left on an earlier page.
    const click = `{list:'${tokenOf('l1', ['emma'])}',occurredAt:Date.now(),position:1,trusted:true}`
    await page.evaluate(`localStorage['wayside.click'+crypto.randomUUID()]=JSON.stringify(${click})`)
    await open(`<script>const idle=[];window.requestIdleCallback=run=>idle.push(run)</script>${tag()}`)
    await expect.poll(() => page.evaluate('window.wayside?.v ?? null'), { timeout: 15_000 }).not.toBe(null)
    // A look through the outbox now would send it with the next one, a second later.
    await sleep(1_500)
    expect(world.events('click')).toEqual([])
    await page.evaluate('idle.splice(0).forEach(run=>run()),0')
    await world.until('the click', () => world.events('click').length === 1)
  })

  test('viewed is half of the pixels for one continuous second, 30 % of a large one; 1×1 is hidden (rule M7)', async () => {
    const block = (name: string, style: string): string =>
      `<a data-item=${name} id=${name} href=/x style="position:fixed;background:#eee;${style}">${name}</a>`
    await open(`${STAYS}<section data-wayside="${tokenOf('sizes', ['any'])}">
      ${block('whole', 'left:0;top:0;width:100px;height:40px')}
      ${block('less', 'left:0;bottom:-102px;width:100px;height:200px')}
      ${block('large', 'left:110px;bottom:-345px;width:600px;height:500px')}
      ${block('medium', 'left:110px;bottom:-331px;width:500px;height:480px')}
      ${block('dot', 'left:120px;top:0;width:1px;height:1px;overflow:hidden')}
      ${block('blink', 'left:-500px;top:50px;width:100px;height:40px')}</section>${tag()}`)
    await world.until('the first views', () => items('view').includes('whole') && items('view').includes('large'))
    await page.evaluate(`new Promise(done => {
      const show = (x, ms) => setTimeout(() => { blink.style.left = x + 'px' }, ms)
      show(0, 0), show(-500, 700), show(0, 1000), show(-500, 1700), setTimeout(done, 3500)
    })`)
    expect(items('view')).toEqual(['large', 'whole'])
    const hidden = world.events('impression').filter((event) => event.hidden)
    expect(hidden.map(({ item }) => item)).toEqual(['dot'])
  })

  test.each(['ctrl', 'alt', 'meta'] as const)('a click with %s is a modified one', async (modifier) => {
    await open(STAYS + list(['emma']) + tag())
    await started()
    await page.click('#emma', { modifiers: [modifier] })
    await world.until('the click', () => world.events('click').length === 1)
    expect(world.events('click')[0]!.how).toBe('modified')
  })

  test.skipIf(engine === 'webkit')('a tap is a click (rule M13)', async () => {
    await open(STAYS + list(['emma']) + tag())
    await started()
    await page.click('#emma', { pointer: 'touch' })
    await world.until('the click', () => world.events('click').length === 1)
    expect(world.events('click')[0]).toMatchObject({ item: 'emma', how: 'primary', trusted: true })
  })

  test.each([
    ['session', 0, 1],
    ['none', 0, 0],
  ])('data-storage=%s keeps nothing in localStorage', async (mode, local, session) => {
    await open(STAYS + list(['emma']) + tag(`data-storage=${mode}`))
    await started()
    await page.click('#emma')
    await world.until('the click', () => world.events('click').length === 1)
    const kept = (name: string) => page.evaluate(`Object.keys(${name}).filter(k => k === 'wayside-n').length`)
    expect([await kept('localStorage'), await kept('sessionStorage')]).toEqual([local, session])
  })

  test.each([
    ['the site’s switch', '<meta name=wayside content=off>', ''],
    ['support’s flag', '', "localStorage.wayside='off'"],
  ])('%s turns the stub off too: no tag is asked for, no click kept', async (_name, head, script) => {
    await open(`${head}<script>${script}</script>${stub()}${STAYS}${list(['emma'])}`)
    await page.click('#emma')
    await sleep(500)
    expect(world.a.tagRequests + world.b.tagRequests).toBe(0)
    expect(await page.evaluate('Object.keys(wayside.m).length')).toBe(0)
    expect(await stored()).toEqual([])
    await page.evaluate('delete localStorage.wayside')
  })

  test.skipIf(engine === 'firefox')('a link’s own ping stands again after the click', async () => {
    await open(
      `${STAYS}${list(['emma'])}<script>emma.ping='${world.destination}/own-ping'</script>${tag('data-ping=on')}`,
    )
    await started()
    const seen = await page.evaluate<string[]>(
      'new Promise(done => { addEventListener("click", () => { const during = emma.ping; setTimeout(() => done([during, emma.ping]), 50) }); emma.click() })',
    )
    expect(seen).toEqual([expect.stringContaining('/w/1.gif?d='), `${world.destination}/own-ping`])
  })

  test('the legacy tag counts named items only, keeps to consent and storage, and holds what it may alone', async () => {
    const legacy = (attributes: string): string =>
      `<script data-endpoints="${world.a.url} ${world.b.url}" ${attributes}>${dist('wayside.legacy.js')}</script>`
    const naming = (token: string) => `<div data-item=around><section data-wayside="${token}">
      <p><a id=all href=/all>See all</a></p><p><a data-item=emma id=emma href=/emma>Emma</a></p></section></div>`
    const named = naming(tokenOf('named', ['first', 'second']))
    const length = () => page.evaluate('Object.keys(localStorage).filter(k => k !== "wayside").length')
    await both('hang')
    // Stored only where that is wanted.
    for (const [attributes, kept] of [
      ['data-consent=none', 0],
      ['data-storage=none', 0],
      ['', 1],
    ] as const) {
      await open(`${STAYS}${named}${legacy(attributes)}`)
      await page.click('#all')
      await page.click('#emma')
      expect(await length(), attributes).toBe(kept)
    }
    await page.evaluate('wayside.consent(false)')
    expect(await length()).toBe(0)
    await page.evaluate("localStorage.wayside='off'")
    await open(`${STAYS}${named}${legacy('')}`)
    await page.click('#emma')
    expect(await length()).toBe(0)
    await page.evaluate('delete localStorage.wayside')
    const asked = tokenOf('asked', ['first', 'second'])
    await open(`${STAYS}${naming(asked)}${legacy('data-consent=off')}`)
    await page.click('#emma')
    await both('ok')
    await page.evaluate('wayside.consent(true)')
    await page.click('#emma')
    // Of this page, whatever the browser still sends of those before.
    const clicks = () => world.events('click').filter(({ list }) => list === asked)
    await world.until('the click', () => clicks().length > 0)
    expect(clicks().map(({ item }) => item)).toEqual(['emma'])
  })

  test('the legacy tag holds no link that opens no page here', async () => {
    await open(`<section data-wayside="${tokenOf('held', ['svg', 'file'])}">
      <svg width=60 height=30><a data-item=svg href="${world.destination}/svg"><rect id=rect width=60 height=30 fill=red /></a></svg>
      <a data-item=file id=file download href="${world.destination}/file">a file</a></section>
      <script>addEventListener('click', ({target, defaultPrevented}) => { window.held = defaultPrevented; if (target.id === 'file') event.preventDefault() })</script>
      <script src="${world.a.url}/tag/wayside.legacy.js" data-endpoints="${world.a.url} ${world.b.url}" data-hold></script>`)
    await page.click('#file')
    expect(await page.evaluate('window.held')).toBe(false)
    await leaveBy('#rect', '/svg')
    // Not held, its image may have been cut short: the next page sends it again.
    await visit(
      world.page('/legacy-again', `<script data-endpoints="${world.a.url}">${dist('wayside.legacy.js')}</script>`),
    )
    await world.until('both clicks', () => items('click').length === 2)
  })
}
