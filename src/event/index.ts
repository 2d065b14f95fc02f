// What happened: event types, limits, the wire format, tokens, stamps and the error table.
// Comes from: nothing of ours. Goes to: tag, collector, loader, store, report, api, sdk.
export { type BatchResult, isUuid, type Rejected, readBatch } from './batch.ts'
export { ERRORS, type ErrorCode, WaysideError } from './errors.ts'
export { type Batch, EVENT_TYPES, type Event, type EventType, type How, type Via } from './event.ts'
export * from './limits.ts'
export { PROBE_SITE } from './probe.ts'
export { REASONS, type Reason } from './reasons.ts'
export { decodeRecord, encodeRecord, type Route, type Stamp } from './stamp.ts'
export {
  readToken,
  signToken,
  type TokenFault,
  type TokenKey,
  type TokenPayload,
  type TokenResult,
  tokenExpiresAt,
  tokenSecret,
  verifyToken,
} from './token.ts'
