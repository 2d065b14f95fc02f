// The one site of the simulation: its key, its items, its visitors' browser.
import { type TokenKey, tokenSecret } from '../../src/event/index.ts'

export const SITE = 'bookstore'
export const ITEMS: string[] = ['emma', 'persuasion', 'dracula', 'walden']
export const KEY: TokenKey = { kid: 'k1', site: SITE, secret: tokenSecret(Buffer.alloc(32, 7)) }
export const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
/** How long the network may hold a request, milliseconds: as long as a page waits for an answer. */
export const NETWORK_MS_MAX = 8_000
