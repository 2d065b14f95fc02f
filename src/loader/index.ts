// From log to store: read, judge, insert, move the checkpoint. What is in a log is in the store once, whatever crashes and however often.
// Comes from: log. Goes to: store.
export type { LoaderFigures } from './figures.ts'
export { type Context, dataCentreList, defaultContext, judge, RULES_VERSION } from './judge/index.ts'
export type { SiteOf } from './load.ts'
export { drain, type Loader, type LoaderOptions, startLoader } from './loader.ts'
export {
  countQuarantine,
  listQuarantine,
  purgeQuarantine,
  type Quarantined,
  type QuarantineFilter,
  type Replayed,
  replayQuarantine,
  showQuarantined,
} from './quarantine.ts'
export { type Rejudged, type RejudgeOptions, rejudge } from './rejudge.ts'
export { READER } from './source.ts'
export type { KeyOf } from './tokens.ts'
