// What is remembered of webhooks, in one file of the data folder: where each stands, and what could not be delivered.
// Promises: replaced whole, so a crash leaves the old state or the new one; readable by its owner only, since it holds signing secrets.
import { join } from 'node:path'
import { WaysideError } from '../../event/index.ts'
import { readText, writeTextAtomic } from '../../platform/index.ts'
import type { FeedFilter } from '../feed/filter.ts'

export interface Hook {
  id: string
  url: string
  filter: FeedFilter
  /** `whsec_<base64>`, needed in clear to sign. */
  secret: string
  /** ISO 8601. */
  createdAt: string
  /** As `placeText`: everything before was delivered, or is a dead letter. */
  place: string
  delivered: number
  /** Why it is paused for good; empty while it lives. */
  ended: string
}

/** A delivery that was given up: where it stands in the feed, since the store still has its events. */
export interface DeadLetter {
  id: string
  hook: string
  /** The delivery begins after this place and ends at `to`. */
  from: string
  to: string
  events: number
  attempts: number
  error: string
  /** ISO 8601. */
  diedAt: string
}

export interface State {
  version: 1
  hooks: Hook[]
  dead: DeadLetter[]
}

/** @throws WaysideError CONFIG when the file is not of this version. */
export function readState(folder: string): State {
  const path = join(folder, 'webhooks.json')
  const text = readText(path)
  if (text === undefined) return { version: 1, hooks: [], dead: [] }
  try {
    const state = JSON.parse(text) as State
    if (state.version === 1) return state
  } catch {
    // Falls through to the error that names the file.
  }
  throw new WaysideError(
    'CONFIG',
    `${path} is not a webhook file of version 1. Restore it, or remove it and make the webhooks again.`,
  )
}

export function writeState(folder: string, state: State): void {
  writeTextAtomic(join(folder, 'webhooks.json'), `${JSON.stringify(state, null, 2)}\n`, 0o600)
}
