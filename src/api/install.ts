// What a site's owner puts on its pages, as the files of the tag's build say it. Nothing here is secret.

export interface TagVersion {
  version: string
  /** Of `wayside.js`, as `integrity` takes it. */
  integrity: string
}

export interface InstallKit {
  /** Where pages reach the collectors, in the order in which the tag tries them; empty when nobody configured any. */
  endpoints: readonly string[]
  /** Served by the collectors, newest first; empty when the tag is not built. */
  versions: readonly TagVersion[]
  /** The inline stub's text, and its hash for `script-src`; undefined when the tag is not built. */
  stub: { text: string; integrity: string } | undefined
  /** Of a site: origins that its settings allow; undefined for any. */
  origins(site: string): readonly string[] | undefined
}

export interface Install {
  endpoints: string[]
  /** The endpoints are made up: no collector is set. */
  isExample: boolean
  versions: { version: string; url: string; integrity: string }[]
  /** For the `<head>`: listens from the first moment, and fetches the tag. */
  snippet: string
  /** One element instead of it. */
  script: string
  /** Lines for the page's Content Security Policy. */
  policy: { directive: string; needs: string }[]
  origins: string[] | null
}

/** Stands for a collector that is still to be set up. */
const EXAMPLE = ['https://a.clicks.example', 'https://b.clicks.example']

export function installOf(kit: InstallKit, site: string): Install {
  const endpoints = kit.endpoints.length > 0 ? [...kit.endpoints] : EXAMPLE
  const list = attribute(endpoints.join(' '))
  const [newest] = kit.versions
  const integrity = attribute(newest?.integrity ?? '')
  const name = attribute(site)
  const hosts = endpoints.join(' ')
  const stubHash = kit.stub ? `'${kit.stub.integrity}' ` : ''
  return {
    endpoints,
    isExample: kit.endpoints.length === 0,
    versions: kit.versions.map((known) => ({ ...known, url: tagUrl(endpoints[0]!, known.version) })),
    snippet: kit.stub
      ? `<script data-site="${name}" data-endpoints="${list}" data-integrity="${integrity}">${kit.stub.text}</script>`
      : '',
    script: newest
      ? `<script async src="${attribute(tagUrl(endpoints[0]!, newest.version))}" integrity="${integrity}" crossorigin data-site="${name}" data-endpoints="${list}"></script>`
      : '',
    policy: [
      { directive: 'script-src', needs: `${stubHash}${hosts}` },
      { directive: 'connect-src', needs: hosts },
      { directive: 'img-src', needs: hosts },
    ],
    origins: kit.origins(site)?.slice() ?? null,
  }
}

function tagUrl(endpoint: string, version: string): string {
  return `${endpoint}/tag/${version}/wayside.js`
}

/** Fit for a quoted attribute: site names are text that somebody chose. */
function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
