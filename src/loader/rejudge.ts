// Judges history again, under new rules or new settings, from the facts that stand in the rows.
// Promises: the old verdict of every changed event and the old figures stay; a run that was cut short goes on where it was; new events
// may come in meanwhile. Nothing changes twice when it is run twice.
import { type Clock, systemClock } from '../platform/index.ts'
import { type Store, TABLES } from '../store/index.ts'
import { judge, RULES_VERSION } from './judge/index.ts'
import { REJUDGE_PAGE } from './limits.ts'
import type { SiteOf } from './load.ts'
import { type FactsRow, factsOfRow } from './rejudge-facts.ts'
import { blockOf } from './rows/block.ts'
import { VerdictColumns } from './rows/verdict.ts'
import { settle } from './settle.ts'
import { type Touched, touch } from './touched.ts'

export interface RejudgeOptions {
  store: Store
  siteOf: SiteOf
  /** By `receivedAt`, milliseconds since the Unix epoch; `to` is not included and at most now. */
  from: number
  to: number
  rulesVersion?: number
  clock?: Clock
  onProgress?: (progress: Rejudged) => void
  /** Stop after the page at hand; the next run goes on. */
  signal?: AbortSignal
}

export interface Rejudged {
  run: number
  /** Events looked at, and events whose verdict changed. */
  judged: number
  changed: number
  finished: boolean
}

interface State extends Rejudged {
  version: number
  to: number
  afterSite: string
  afterId: string
}

const FIRST_ID = '0'.repeat(32)

/** Judge again what was received in a time. Resumes an unfinished run of the same beginning and rules. */
export async function rejudge(options: RejudgeOptions): Promise<Rejudged> {
  const { store, from, rulesVersion = RULES_VERSION, clock = systemClock } = options
  const to = Math.min(options.to, clock.now())
  const state = (await resume(store, from, to, rulesVersion)) ?? (await begin(store, from, to, clock))
  const save = (): Promise<void> => {
    state.version++
    const { run, version, afterSite, afterId, judged, changed } = state
    const now = { from, to: state.to, rules: rulesVersion, now: clock.now() }
    const how = state.finished ? 'finished' : 'running'
    return store.run('saveRejudgement', { ...now, run, version, afterSite, afterId, judged, changed, state: how })
  }
  await save()
  while (!state.finished && !options.signal?.aborted) {
    await store.alone(() => page(options, state, rulesVersion, clock))
    if (state.finished)
      await store.alone(() => store.run('takeFigures', { run: state.run, phase: 'after', from, to: state.to }))
    await save()
    options.onProgress?.({ ...state })
  }
  const { run, judged, changed, finished } = state
  return { run, judged, changed, finished }
}

async function resume(store: Store, from: number, to: number, rules: number): Promise<State | undefined> {
  const [row] = await store.select<Omit<State, 'to' | 'finished'> & { toMs: number }>('unfinishedRejudgement', {
    from,
    to,
    rules,
  })
  return row && { ...row, to: row.toMs, finished: false }
}

async function begin(store: Store, from: number, to: number, clock: Clock): Promise<State> {
  const run = clock.now()
  await store.alone(() => store.run('takeFigures', { run, phase: 'before', from, to }))
  return { run, version: 0, to, afterSite: '', afterId: FIRST_ID, judged: 0, changed: 0, finished: false }
}

/** Judge one page of events. */
async function page(options: RejudgeOptions, state: State, rulesVersion: number, clock: Clock): Promise<void> {
  const { store, siteOf, from } = options
  const { to, afterSite, afterId } = state
  const events = await store.select<FactsRow>('factsOfEvents', { from, to, afterSite, afterId, rows: REJUDGE_PAGE })
  const last = events.at(-1)
  if (!last) {
    state.finished = true
    return
  }
  const rows = new VerdictColumns()
  const touched: Touched = new Map()
  const judgedAt = clock.now()
  let changed = 0
  for (const row of events) {
    const context = siteOf(row.site)
    if (!context) continue
    const facts = factsOfRow(row)
    const before = row.reasons.filter((reason) => reason !== 'repeat' && reason !== 'rate')
    const { reasons } = judge(facts, context, rulesVersion)
    // The same settings may have other windows and limits now, so labels are settled for every event that could carry one.
    const list = row.hasOutbox ? touch(touched, row.site, facts, row.list, row.at) : undefined
    if (list) list.isSuspect = true
    if (reasons.join() === before.join()) continue
    changed++
    rows.add(state.run, row, { reasons, rulesVersion, judgedAt })
  }
  if (changed > 0) {
    await store.insert('insertVerdicts', blockOf(TABLES.insertVerdicts, rows), `${state.run} ${last.site} ${last.id}`)
    await store.run('applyVerdicts', { run: state.run, judgedAt })
  }
  await settle(store, touched, siteOf)
  state.judged += events.length
  state.changed += changed
  state.afterSite = last.site
  state.afterId = last.id
}
