// What a link brought behind its `#`, which browsers send to no server: a shared link's token, or a key to sign in with.
// Promises: a token stays in the address, since the link is the way to it; a key leaves the address at once and is kept nowhere.

const SHARED = /^\/share\/[^/]+$/

/** Of a shared link that is open in this tab; it is sent as a header, and then no cookie is. */
export function shareToken(): string | undefined {
  return SHARED.test(location.pathname) ? location.hash.slice(1) || 'none' : undefined
}

/** What every address within a shared link ends with, so that it can be copied and loaded again. */
export function shareHash(): string {
  return SHARED.test(location.pathname) ? location.hash : ''
}

/** Once: the key that a link brought, as the demo's do. */
export function takeKey(): string | undefined {
  if (SHARED.test(location.pathname)) return undefined
  const key = new URLSearchParams(location.hash.slice(1)).get('key') ?? undefined
  if (key !== undefined) history.replaceState(null, '', location.pathname + location.search)
  return key
}
