// What is looked at in a page, with the tag and without it: the code that watches from before the page's own scripts, and what it tells.

/** What one load of the page came to. Times in milliseconds from the start of the navigation; NaN for "never". */
export interface Look {
  requests: number
  transferredBytes: number
  longTasksMs: number
  interactiveMs: number
  loadMs: number
  globals: string[]
  storageKeys: string[]
  cookies: string[]
}

/** Long tasks are known to Chromium only; elsewhere they count as none. */
export const WATCH = `
  window.name = ''
  const seen = { longTasksMs: 0, lastLongMs: 0 }
  Object.defineProperty(window, Symbol.for('wayside.lab'), { value: seen })
  try {
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) {
        seen.longTasksMs += task.duration
        seen.lastLongMs = task.startTime + task.duration
      }
    }).observe({ type: 'longtask', buffered: true })
  } catch {}`

/** An expression that yields a Look. Interactive: the DOM was ready and the last long task so far was over. */
export const LOOK = `(() => {
  const seen = window[Symbol.for('wayside.lab')] ?? { longTasksMs: 0, lastLongMs: 0 }
  const [navigation] = performance.getEntriesByType('navigation')
  const resources = performance.getEntriesByType('resource')
  const keys = (name) => { try { return Object.keys(window[name]) } catch { return [] } }
  return {
    requests: 1 + resources.length,
    transferredBytes: [navigation, ...resources].reduce((sum, entry) => sum + (entry?.transferSize || 0), 0),
    longTasksMs: Math.round(seen.longTasksMs),
    interactiveMs: Math.round(Math.max(navigation?.domContentLoadedEventEnd || 0, seen.lastLongMs)),
    loadMs: Math.round(navigation?.loadEventEnd || 0),
    globals: Object.getOwnPropertyNames(window),
    storageKeys: [...keys('localStorage'), ...keys('sessionStorage')],
    cookies: document.cookie.split('; ').filter(Boolean).map((cookie) => cookie.split('=')[0]),
  }
})()`

/**
 * Takes a tag that the page carries already out, before it runs (the parser lets observers run first), so that every look begins without one
 * and the tag that is judged is the lab's.
 */
export const TAKE_OUT = `
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node.localName === 'script' && node.dataset.endpoints !== undefined && !node.isOfTheLab) node.remove()
  }).observe(document, { childList: true, subtree: true })`

/** Makes the page's links one recommended list, the most that the tag can have to do: marked with and without the tag alike. */
export const MARK_LIST = (token: string): string => `
  addEventListener('DOMContentLoaded', () => { document.body.dataset.wayside = ${JSON.stringify(token)} }, { once: true })`

/** Puts the tag where a site owner would: a script in the head. */
export const install = (snippet: string): string => `
  const put = () => {
    if (!document.head) return false
    const template = document.createElement('template')
    template.innerHTML = ${JSON.stringify(snippet)}
    for (const inert of template.content.querySelectorAll('script')) {
      const script = document.createElement('script')
      script.isOfTheLab = true
      for (const { name, value } of inert.attributes) script.setAttribute(name, value)
      script.textContent = inert.textContent
      document.head.append(script)
    }
    return true
  }
  if (!put()) new MutationObserver((_, observer) => { if (put()) observer.disconnect() }).observe(document, { childList: true, subtree: true })`

/** The centres of links that a visitor could click now, at most so many, none of them covered, and where they lead. */
export const linksExpression = (count: number): string => `(() => {
  const found = []
  for (const link of document.querySelectorAll('a[href], area[href]')) {
    const [box] = link.getClientRects()
    if (!box || box.width < 2 || box.height < 2 || !/^https?:/.test(link.protocol ?? '')) continue
    const point = { x: Math.floor(box.x + box.width / 2), y: Math.floor(box.y + box.height / 2) }
    const hit = document.elementFromPoint(point.x, point.y)
    if (hit && link.contains(hit)) found.push({ ...point, href: link.href })
    if (found.length === ${count}) break
  }
  return found
})()`
