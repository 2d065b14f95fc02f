// The read key of somebody who signs in with one. Kept in this tab's session storage only; a server never sees it in an address.

const NAME = 'wayside-key'

export function readKey(): string | null {
  return sessionStorage.getItem(NAME)
}

export function keepKey(key: string): void {
  sessionStorage.setItem(NAME, key)
}

export function forgetKey(): void {
  sessionStorage.removeItem(NAME)
}

/** A link may bring the key behind the hash, which no server sees; it leaves the address bar at once. */
export function keyFromLink(): void {
  const key = new URLSearchParams(location.hash.slice(1)).get('key')
  if (!key) return
  keepKey(key)
  history.replaceState(null, '', location.pathname + location.search)
}
