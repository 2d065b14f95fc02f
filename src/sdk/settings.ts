// How a sender is set up. Promises: a setting that can't work is refused at start-up, with the fix.
import { WaysideError } from '../event/index.ts'
import type { Fault } from './counters.ts'
import type { Now } from './now.ts'

export interface SenderOptions {
  /** Where the service's API answers, best first: `https://a.example`. The others are tried when the first does not answer. */
  urls: readonly string[]
  /** A write key of the site. */
  key: string
  site: string
  /** Where events wait on disk; several processes may share it. Without one they wait in memory, and a crash loses them. */
  folder?: string
  /** Told what an operator should know, each code at most once a minute. Default: a process warning. */
  onFault?: (fault: Fault) => void
  /** Default: 32 MiB. */
  memoryBytesMax?: number
  /** Of this process. Default: 1 GiB. */
  folderBytesMax?: number
  /** One request. Default: 10 s. */
  timeoutMs?: number
  /** Milliseconds since the Unix epoch. Default: the system's clock. */
  now?: Now
}

/** Where batches are posted. @throws WaysideError CONFIG when a setting can't work. */
export function readUrls({ urls, key, site }: SenderOptions): URL[] {
  if (urls.length === 0) throw new WaysideError('CONFIG', 'A sender needs at least one URL.')
  if (!/^[\x21-\x7e]+$/.test(key)) throw new WaysideError('CONFIG', 'The write key is empty or has odd characters.')
  if (site === '') throw new WaysideError('CONFIG', 'A sender needs a site.')
  return urls.map((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search)
      throw new WaysideError('CONFIG', `${JSON.stringify(text)} is no http or https URL without user and query.`)
    return new URL('api/v1/events', url.href.replace(/\/?$/, '/'))
  })
}
