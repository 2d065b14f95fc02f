// Judging: facts of an event and settings of a site in, reasons out; and when it happened. Pure, and fast enough for every event.
// Comes from: the loader's parsed events. Goes to: the loader, which stores the facts and the reasons with the row.
export { type Context, defaultContext } from './context.ts'
export { type Facts, factsOfRecord, setEvent, type TokenState } from './facts.ts'
export { judge, RULES_VERSION } from './judge.ts'
export * from './limits.ts'
export { dataCentreList } from './networks.ts'
export { isTrustedRoute } from './rule.ts'
export { type CorrectedTime, correctTime } from './time.ts'
