// What must hold when a schedule is over. Every check is made from what the simulation knows itself, not from what the code under test says.
import type { Datacenter } from './datacenter.ts'
import type { Page } from './page.ts'
import { NETWORK_MS_MAX } from './site.ts'
import type { TableStore } from './table-store.ts'

export interface Findings {
  events: number
  copies: number
  /** Empty when all holds. */
  faults: string[]
}

/** Look at everything. */
export async function findings(
  store: TableStore,
  pages: readonly Page[],
  centers: readonly Datacenter[],
  garbage: number,
): Promise<Findings> {
  const faults: string[] = []
  checkEvents(store, pages, faults)
  checkWinners(store, faults)
  checkAcknowledged(store, centers, faults)
  checkBooks(store, garbage, faults)
  return { events: store.events.size, copies: store.copies.size, faults }
}

/** Every event that a page made is there once, with the right verdict, at the right time; and no other. */
function checkEvents(store: TableStore, pages: readonly Page[], faults: string[]): void {
  const expected = new Set<string>()
  for (const page of pages)
    for (const [id, truth] of page.truths) {
      const name = `bookstore ${id.replaceAll('-', '')}`
      expected.add(name)
      const row = store.events.get(name)
      if (!row) {
        faults.push(`lost: ${id}`)
        continue
      }
      // A copy that was held back for longer than the list was good may come first; the list had expired, as far as anyone can know.
      const expired = truth.isLoose && row.reason === 'expired'
      if (row.reason !== truth.reason && !expired)
        faults.push(`${id} was judged '${row.reason}', not '${truth.reason}'`)
      const off = Number(row.at) - truth.at
      const bound = truth.isLoose ? Number(row.receivedAt) - truth.at : NETWORK_MS_MAX
      // Lists are signed in whole seconds, and a second is as near as anyone needs.
      if (off > bound + 1 || (off < -1_000 && !truth.isLoose)) faults.push(`${id} happened ${off} ms off`)
    }
  for (const name of store.events.keys()) if (!expected.has(name)) faults.push(`made up: ${name}`)
}

/** Of the copies of an id, the one received first stands. */
function checkWinners(store: TableStore, faults: string[]): void {
  const firsts = new Map<string, number>()
  for (const { site, id, receivedAt } of store.copies.values()) {
    const name = `${site} ${id}`
    firsts.set(name, Math.min(firsts.get(name) ?? Number.POSITIVE_INFINITY, Number(receivedAt)))
  }
  if (firsts.size !== store.events.size) faults.push(`${firsts.size} ids have copies, ${store.events.size} have rows`)
  for (const [name, row] of store.events)
    if (firsts.get(name) !== row.receivedAt) faults.push(`a later copy of ${name} stands`)
}

/** What was answered with 204 is in the store. */
function checkAcknowledged(store: TableStore, centers: readonly Datacenter[], faults: string[]): void {
  for (const { name, acknowledged } of centers)
    for (const { sequence } of acknowledged)
      if (!store.records.has(`${name}-0 ${sequence}`)) faults.push(`acknowledged, not loaded: ${name} ${sequence}`)
}

/** received = counted + duplicate + invalid + quarantined, whenever no load is half in. */
export function checkBooks(store: TableStore, garbage: number, faults: string[]): void {
  const received = [...store.records.values()].reduce((sum, row) => sum + Number(row.received), 0)
  const duplicate = store.copies.size - store.events.size
  const balanced = received === store.events.size + duplicate + store.quarantine.size
  if (duplicate < 0 || !balanced)
    faults.push(`books: ${received} received, ${store.events.size} + ${duplicate} + ${store.quarantine.size} in them`)
  if (store.quarantine.size < garbage) faults.push(`${store.quarantine.size} of ${garbage} unreadable records are kept`)
}
