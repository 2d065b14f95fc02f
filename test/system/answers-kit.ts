// What the tests of answers share: events of servers, told in a few words, in a store of their own; and the API over it.
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { type ApiOptions, type ApiServer, type Grant, startApi, type Watch } from '../../src/api/index.ts'
import { answersOver } from '../../src/cli/answers.ts'
import { installKit } from '../../src/cli/install-kit.ts'
import { keyDesk } from '../../src/cli/key-desk.ts'
import { Keyring } from '../../src/cli/keyring.ts'
import { startWatch } from '../../src/cli/watch/watch.ts'
import { type Event, encodeRecord, type Stamp } from '../../src/event/index.ts'
import { defaultContext, drain, type LoaderOptions } from '../../src/loader/index.ts'
import { systemClock } from '../../src/platform/index.ts'
import { Bench, CHROME, idMaker } from './store-kit.ts'

export const iso = (text: string): number => Date.parse(text)
export const id = idMaker(7)

export interface Served {
  api: ApiServer
  url: string
  keys: string[]
  keyring: Keyring
}

/** How a page's beacon comes in. */
export const BEACON: Partial<Stamp> = { route: 'beacon', agent: CHROME }

/** One event that is believed: of a server or an import. `at` is ISO 8601. */
export function fact(type: Event['type'], at: string, more: Partial<Event> = {}): Event {
  const occurredAt = iso(at)
  const list = type === 'conversion' ? {} : { listId: 'l1', item: 'emma', placement: 'home', position: 1 }
  return { id: id(occurredAt), type, occurredAt, ...list, ...more }
}

/** A store with sites that take everything. */
export class Facts extends Bench {
  readonly sites: string[]

  constructor(...sites: string[]) {
    super()
    this.sites = sites
  }

  override get options(): LoaderOptions {
    return { ...super.options, siteOf: (site) => (this.sites.includes(site) ? defaultContext : undefined) }
  }

  /** Make events durable and load them. @param receivedAt ISO 8601; each event's own time otherwise. */
  async tell(
    site: string,
    events: Event[],
    receivedAt?: string,
    log = 'api-0',
    stamp: Partial<Stamp> = {},
  ): Promise<void> {
    const records = events.map((event) =>
      encodeRecord(
        {
          v: 1,
          route: 'api',
          receivedAt: receivedAt === undefined ? event.occurredAt : iso(receivedAt),
          datacenter: 'a',
          site,
          ...stamp,
        },
        Buffer.from(JSON.stringify({ v: 1, site, events: [event] })),
      ),
    )
    await this.append(log, ...records)
    await drain(this.options)
  }

  /** The API over this store, with a key of every kind that is asked for: `read:bookstore`, `admin:*`. */
  serve(...keys: string[]): Promise<Served> {
    return this.serveWith({}, ...keys)
  }

  /** What a backend with no collector to watch sees. */
  watch(): Watch {
    const figures = {
      loads: 0,
      records: 0,
      events: 0,
      quarantined: 0,
      retries: 0,
      damagedBytes: 0,
      lagMs: 0,
      backlogMs: 0,
      watermark: 0,
    }
    const loader = { figures: () => figures }
    return startWatch({ collectors: [], store: this.store, loader, folder: this.folder, checked: () => undefined })
  }

  async serveWith(more: Partial<ApiOptions>, ...keys: string[]): Promise<Served> {
    const keyring = new Keyring(this.folder)
    for (const site of this.sites) keyring.addSigningKey(site)
    const made = keys.map((text) => {
      const [right = '', site = ''] = text.split(':')
      return keyring.addApiKey(right as Grant['right'], site === '*' ? '*' : site.split('+')).key
    })
    const api = await startApi({
      host: '127.0.0.1',
      port: 0,
      answers: answersOver(this.store, { sites: {} }),
      authenticate: keyring.authenticate,
      grantOf: keyring.grantOf,
      keys: keyDesk(keyring),
      folder: this.folder,
      webhookRetryMs: [50, 100],
      sites: () => this.sites,
      append: (body, site) =>
        this.append(
          'api-1',
          encodeRecord({ v: 1, route: 'api', receivedAt: systemClock.now(), datacenter: 'a', site }, body),
        ),
      ready: async () => undefined,
      metrics: async () => '',
      watch: this.watch(),
      install: installKit({ collectors: ['https://a.clicks.example'], sites: {} }),
      monotonic: systemClock.monotonic,
      pages: new Map(),
      ...more,
    })
    return { api, url: `http://127.0.0.1:${api.port}`, keys: made, keyring }
  }
}

/** The rows of a Parquet file, read by other software than wrote it. */
export async function readParquet(path: string): Promise<Record<string, unknown>[]> {
  return (await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors })) as Record<string, unknown>[]
}
