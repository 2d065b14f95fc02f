// Answers from the store: figures, books, single events. No HTTP; bad questions throw WaysideError.
// Comes from: store. Goes to: api, cli.
export {
  ATTRIBUTION_MODELS,
  type Attribution,
  type AttributionModel,
  type AttributionQuery,
  type AttributionWindows,
  attribution,
} from './attribution.ts'
export { type Books, type BooksQuery, books } from './books.ts'
export { type ComparedRow, type Comparison, compare, type Previous } from './compare.ts'
export {
  type Difference,
  type DifferenceQuery,
  difference,
} from './difference.ts'
export { type Copy, type EventStory, findEvent, type RecentEvent, type RecentQuery, recentEvents } from './event.ts'
export { type Arm, type Compared, compareArms, type ExperimentOptions } from './experiment.ts'
export type { ExperimentUnit, Metric } from './experiment-asked.ts'
export { evaluatePolicy, type PolicyEstimate, type PolicyEstimates, type Shown } from './experiment-policy.ts'
export { daysToGo, type PowerQuery, unitsNeeded, unitVariance } from './experiment-power.ts'
export { type Experiment, type ExperimentQuery, experiment } from './experiment-query.ts'
export { type ArmSums, type Rate, rateOf, shareSums } from './experiment-rate.ts'
export { type ArmCount, type ArmLoss, type RatioCheck, ratioCheck, readShares } from './experiment-ratio.ts'
export { type ExperimentTrend, experimentTrend } from './experiment-trend.ts'
export {
  dropCredits,
  type ExportQuery,
  type ExportSlot,
  exportBooks,
  exportChanged,
  exportSlots,
  itemsAreNumbers,
  makeCredits,
  newestReceived,
  writeRows,
} from './export.ts'
export type { ExportColumns } from './export-columns.ts'
export { type FeedEvent, type FeedPage, feedPage, feedPlace } from './feed.ts'
export { type FeedPlace, placeText, readPlace } from './feed-place.ts'
export { formatRows, type RowFormat, writeParquet } from './format.ts'
export { keptSince, mustBeKept } from './kept.ts'
export * from './limits.ts'
export { type LogEnd, logEnds } from './logs.ts'
export { type Loss, type LossDimension, type LossQuery, type LossRow, loss } from './loss.ts'
export { type LossInterval, type LossSums, lossInterval } from './loss-interval.ts'
export { ONLY, type Only } from './only.ts'
export { type Breakdown, type BreakdownQuery, type BreakdownRow, breakdown } from './overview.ts'
export { type RangeQuery, readRange, type Sites } from './range.ts'
export { newestRules, type Report, type ReportQuery, report } from './report.ts'
export { type Restatement, restatements } from './restatements.ts'
export type { Dimension, ReportRow } from './row.ts'
export { type SelfCheck, selfCheck } from './self-check.ts'
export { type Series, type SeriesPoint, type SeriesQuery, series } from './series.ts'
export { isAlarm, levelState, type SiteLevel, siteLevels } from './silence.ts'
export { wilson } from './wilson.ts'
