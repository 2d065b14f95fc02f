// Does a request come from the dashboard's own pages? A cookie alone proves who, not on whose behalf (CSRF, CWE-352).
// Browsers say it in Sec-Fetch-Site (Fetch Metadata), older ones in Origin; no page can set either.

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

export interface Asked {
  method: string
  header(name: string): string | undefined
  url: string
}

/**
 * For a request that a cookie vouches for: reads must not come from another site, and changes must say that they come from our own origin.
 * @param publicUrl where the dashboard is reached; the request's own host otherwise.
 */
export function isFromOwnPage(asked: Asked, publicUrl: string | undefined): boolean {
  const site = asked.header('Sec-Fetch-Site')
  const origin = asked.header('Origin')
  if (site !== undefined && site !== 'same-origin' && !(site === 'none' && SAFE.has(asked.method))) return false
  if (origin !== undefined) return hostOf(origin) === hostOf(publicUrl ?? asked.url)
  return site !== undefined || SAFE.has(asked.method)
}

/** Host and port. The scheme is left out: behind a proxy the server sees http where the browser sees https. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined
}
