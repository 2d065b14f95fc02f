// At the door: takes anything the internet sends, says 2xx only when the bytes would survive the power going out, and always the same.
// Comes from: the tag, by HTTP. Goes to: log.
export { AddressKeeper, type AddressKey } from './address.ts'
export { newAddressKey } from './door.ts'
export * from './limits.ts'
export { metricsText, type WorkerFigures } from './metrics.ts'
export { joinPool, type PoolMember } from './pool-member.ts'
export { Proxies } from './proxies.ts'
export { type Collector, type CollectorOptions, startCollector } from './start.ts'
export { startPool, type WorkerPool } from './workers.ts'
