// What the tests of the loader, the store and the reports share: a folder with real logs and a real engine, a signing key, batches.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Batch,
  type Event,
  encodeRecord,
  type Stamp,
  signToken,
  type TokenKey,
  tokenSecret,
} from '../../src/event/index.ts'
import { defaultContext, drain, type LoaderFigures, type LoaderOptions } from '../../src/loader/index.ts'
import { type Log, openLog } from '../../src/log/index.ts'
import { seeded } from '../../src/platform/index.ts'
import { openStore, type Store } from '../../src/store/index.ts'

export const SITE = 'bookstore'
export const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
export const key: TokenKey = { kid: 'k1', site: SITE, secret: tokenSecret(Buffer.alloc(32, 7)) }
/** 2026-11-02T12:00:00Z. */
export const NOON: number = Date.UTC(2026, 10, 2, 12)

/** Ids that a seed decides, with the time in front as UUIDv7 has it. */
export function idMaker(seed: number): (atMs?: number) => string {
  const random = seeded(seed)
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
  return (atMs = NOON) => {
    const time = atMs.toString(16).padStart(12, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`
  }
}

export function tokenOf(
  list: string,
  items: string[],
  more: { placement?: string; variant?: string; t?: number } = {},
): string {
  return signToken(key, {
    s: SITE,
    l: list,
    p: more.placement ?? 'product-page',
    v: more.variant ?? 'similar-books',
    t: more.t ?? NOON / 1000 - 60,
    i: items,
  })
}

export function record(
  batch: Omit<Partial<Batch>, 'events'> & { events: Partial<Event>[] },
  stamp: Partial<Stamp> = {},
): Buffer {
  const receivedAt = stamp.receivedAt ?? NOON
  return encodeRecord(
    { v: 1, route: 'beacon', receivedAt, datacenter: 'a', agent: CHROME, ...stamp },
    Buffer.from(JSON.stringify({ v: 1, site: SITE, sentAt: receivedAt - 10, ...batch })),
  )
}

/** A data folder with its store; `close` removes it. */
export class Bench {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'wayside-store-'))
  readonly logs = new Map<string, Log>()
  store!: Store

  async open(): Promise<this> {
    this.store = await openStore({ folder: join(this.folder, 'store') })
    return this
  }

  get options(): LoaderOptions {
    return {
      logRoot: join(this.folder, 'log'),
      store: this.store,
      keyOf: (kid) => (kid === key.kid ? key : undefined),
      siteOf: (site) => (site === SITE ? defaultContext : undefined),
    }
  }

  async append(log: string, ...records: Uint8Array[]): Promise<void> {
    let open = this.logs.get(log)
    if (!open) {
      open = await openLog({ folder: join(this.folder, 'log', log) })
      this.logs.set(log, open)
    }
    await Promise.all(records.map((body) => open.append(body)))
  }

  load(): Promise<LoaderFigures> {
    return drain(this.options)
  }

  async close(): Promise<void> {
    for (const log of this.logs.values()) await log.close()
    await this.store?.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
