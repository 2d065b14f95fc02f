// The quarantine, as tasks.
import {
  countQuarantine,
  listQuarantine,
  purgeQuarantine,
  type Quarantined,
  type QuarantineFilter,
  type Replayed,
  replayQuarantine,
  showQuarantined,
} from '../../loader/index.ts'
import type { Task } from './task.ts'

export const listTask: Task<
  QuarantineFilter & { limit: number },
  { held: Quarantined[]; counts: Awaited<ReturnType<typeof countQuarantine>> }
> = {
  name: 'quarantine list',
  isExclusive: false,
  run: async ({ store }, { limit, ...filter }) => ({
    held: await listQuarantine(store, filter, undefined, limit),
    counts: await countQuarantine(store),
  }),
}

/** A record's bytes as base64. */
export const showTask: Task<{ log: string; sequence: number }, string> = {
  name: 'quarantine show',
  isExclusive: false,
  run: async ({ store }, { log, sequence }) => (await showQuarantined(store, log, sequence)).toString('base64'),
}

export const replayTask: Task<QuarantineFilter, Replayed> = {
  name: 'quarantine replay',
  isExclusive: true,
  run: ({ store, loaderOptions }, filter) => replayQuarantine(store, loaderOptions, filter),
}

export const purgeTask: Task<QuarantineFilter & { before: number }, null> = {
  name: 'quarantine purge',
  isExclusive: true,
  async run({ store }, { before, ...filter }) {
    await purgeQuarantine(store, filter, before)
    return null
  },
}
