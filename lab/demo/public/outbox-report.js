// The shop's own script, for the demo's control page: tells the shop how many events of Wayside wait in this browser.
// It reads the names of storage keys and nothing else. A shop of yours needs nothing like it.
;(() => {
  const browser = localStorage['shop.browser'] ?? `b-${Math.random().toString(36).slice(2)}`
  localStorage['shop.browser'] = browser
  let said = ''
  const tell = () => {
    const keys = Object.keys(localStorage).filter((key) => /^wayside\.(impression|view|click|conversion)/.test(key))
    const clicks = keys.filter((key) => key.startsWith('wayside.click')).length
    const text = JSON.stringify({ browser, waiting: keys.length, clicks })
    if (text === said) return
    said = text
    navigator.sendBeacon('/outbox', text)
  }
  tell()
  setInterval(tell, 500)
  addEventListener('pagehide', tell)
  addEventListener('pageshow', tell)
})()
