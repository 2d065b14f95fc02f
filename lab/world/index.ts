// The lab's world inside one network namespace: shop, destination, two datacenters, a tag server, names. Real servers, real TLS.
// Comes from: lab/run. Goes to: the browsers, by way of the network.
import type { Technique } from '../techniques/index.ts'
import { makeCertificate } from './certificate.ts'
import { Collector } from './collector.ts'
import { type NameServer, startNameServer } from './dns.ts'
import { Door } from './door.ts'
import { datacenter, serve } from './files.ts'
import { type Addresses, type PageOptions, renderPage } from './page.ts'
import { Shop } from './shop.ts'

export { Door, type Mode } from './door.ts'
export { type Doors, openDoors } from './doors.ts'
export { nextClick, returnOf } from './page.ts'
export { type Arrival, shopPage } from './shop.ts'

const PORTS = { first: 9443, second: 9444, tag: 9445, quota: 9446 }

export interface World {
  first: Door
  second: Door
  tag: Door
  quota: Door
  names: NameServer
  collector: Collector
  shop: Shop
  /** What the pages served from now on are like. */
  page: PageOptions
  /** A name for a click that no other in this world has. */
  nameClick(technique: string): string
  heal(): Promise<void>
  close(): void
}

/** @param files what the tag server serves: path to JavaScript text. */
export async function openWorld(techniques: readonly Technique[], files: ReadonlyMap<string, string>): Promise<World> {
  const certificate = makeCertificate()
  const collector = new Collector()
  const shop = new Shop()
  const center = (delayMs: () => number) => datacenter(collector.handle(delayMs), files)
  const first: Door = new Door(
    PORTS.first,
    certificate,
    center(() => first.answerDelayMs),
  )
  const second: Door = new Door(
    PORTS.second,
    certificate,
    center(() => second.answerDelayMs),
  )
  const tag = new Door(PORTS.tag, certificate, serve(files))
  const quota = new Door(PORTS.quota, certificate, (_request, _body, response) => void response.end())
  const doors = [first, second, tag, quota]
  const names = await startNameServer()
  for (const door of doors) await door.open()
  await quota.become('hang')

  let pages = 0
  let clicks = 0
  const addresses = (): Addresses => {
    const host = (letter: string, door: Door) => `https://${letter}${pages}.collect.test:${door.port}`
    pages++
    return { first: host('a', first), second: host('b', second), tag: host('t', tag), quota: host('q', quota) }
  }
  const world: World = {
    first,
    second,
    tag,
    quota,
    names,
    collector,
    shop,
    page: { destination: 'cross-site', storageBlocked: false, quotaUsed: false, newTab: false },
    nameClick: (technique) => `click.${technique}.${clicks++}`,
    heal: async () => {
      names.delayMs = 0
      names.failing = false
      world.page = { ...world.page, quotaUsed: false }
      for (const door of [first, second, tag]) await door.heal()
    },
    close: () => {
      names.close()
      shop.close()
      for (const door of doors) door.close()
    },
  }
  await shop.open(({ technique, click }) => {
    const known = techniques.find(({ name }) => name === technique)
    return known ? renderPage(known, click, addresses(), world.page) : 'no such technique'
  })
  return world
}
