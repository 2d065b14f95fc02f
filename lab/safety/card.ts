// The card: what the tag changed, measure by measure, and whether any of it is worse than without it.
import type { Look } from './probe.ts'

/** What one situation came to: several loads, and the links that were tried. */
export interface Situation {
  name: string
  looks: Look[]
  /** Loads without the tag, each right before one with it: what times are compared with, since a machine's load changes. */
  without: Look[]
  errors: string[]
  /** Lines that the browser itself wrote to the console because a server did not answer. */
  failedLoads: number
  /** Links that led somewhere, of those tried. */
  reached: number
  tried: number
  /** What came in at the tag's own servers, bytes of the tag's file not counted. */
  beaconBytes: number
  /** Page views with the tag. */
  views: number
}

export interface Line {
  measure: string
  /** One short text a situation, the page without the tag first. */
  values: string[]
  /** What is new in a situation, spelled out: one list a situation. */
  details?: string[][]
  /** The names of the situations in which it is worse. */
  worse: string[]
}

/** What one page view with the tag may cost before it counts as worse: the tag, its beacons to two datacenters. */
const REQUESTS_MORE = 8
const BYTES_MORE = 10_000
/** A page may be this much later before it counts as worse: what two loads of the same page differ by on a busy machine. */
const LATER_MS = 150
/** One long task (W3C Long Tasks: 50 ms) more than without the tag counts as worse. */
const LONG_TASK_MS = 50

/** The fastest of several loads says what the page costs; the others say what else the machine was doing. Never loaded is the latest there is. */
const fastest = (looks: readonly Look[], pick: (look: Look) => number): number =>
  Math.min(...looks.map((look) => pick(look) || Number.POSITIVE_INFINITY))

const showMs = (ms: number): string => (ms === Number.POSITIVE_INFINITY ? 'never' : `${ms} ms`)

function times(measure: string, situations: readonly Situation[], pick: (look: Look) => number, moreMs: number): Line {
  const pairs = situations.map(({ looks, without }) => [fastest(looks, pick), fastest(without, pick)] as const)
  return {
    measure,
    values: pairs.map(([ms, base], index) => (index === 0 ? showMs(ms) : `${showMs(ms)} (${showMs(base)})`)),
    worse: situations.filter((_, index) => pairs[index]![0] > pairs[index]![1] + moreMs).map(({ name }) => name),
  }
}

/** Names that are there with the tag and not without it; `allowed` are the tag's own, as documented. */
function names(
  measure: string,
  situations: readonly Situation[],
  pick: (look: Look) => string[],
  allowed: RegExp,
): Line {
  const all = (situation: Situation) => new Set(situation.looks.flatMap(pick))
  const base = all(situations[0]!)
  const added = situations.map((situation) => [...all(situation)].filter((name) => !base.has(name)))
  return {
    measure,
    values: added.map((list, index) => (index === 0 ? `${base.size}` : `+${list.length}`)),
    details: added,
    worse: situations.filter((_, index) => added[index]!.some((name) => !allowed.test(name))).map(({ name }) => name),
  }
}

/** What the tag needs itself, up to a bound; a load without it is the measure. */
function cost(measure: string, situations: readonly Situation[], pick: (look: Look) => number, more: number): Line {
  const most = (looks: readonly Look[]) => Math.max(0, ...looks.map(pick))
  const pairs = situations.map(({ looks, without }) => [most(looks), most(without)] as const)
  return {
    measure,
    values: pairs.map(([value, base], index) => (index === 0 ? String(value) : `${value} (${base})`)),
    worse: situations.filter((_, index) => pairs[index]![0] > pairs[index]![1] + more).map(({ name }) => name),
  }
}

/** @param situations the page without the tag first. */
export function card(situations: readonly Situation[]): Line[] {
  const [without] = situations
  const newErrors = situations.map(({ errors }) => errors.filter((error) => !without!.errors.includes(error)))
  return [
    cost('requests', situations, (look) => look.requests, REQUESTS_MORE),
    cost('bytes received', situations, (look) => look.transferredBytes, BYTES_MORE),
    { measure: 'bytes sent a page view', values: situations.map(sentAView), worse: [] },
    longTasks(situations),
    times('interactive', situations, (look) => look.interactiveMs, LATER_MS),
    times('load event', situations, (look) => look.loadMs, LATER_MS),
    {
      measure: 'links reached',
      values: situations.map(({ reached, tried }) => `${reached} of ${tried}`),
      worse: situations.filter(({ reached }) => reached < without!.reached).map(({ name }) => name),
    },
    {
      measure: 'errors',
      values: newErrors.map((list, index) => (index === 0 ? String(without!.errors.length) : `+${list.length}`)),
      details: newErrors,
      worse: situations.filter((_, index) => newErrors[index]!.length > 0).map(({ name }) => name),
    },
    { measure: 'failed loads, console', values: situations.map((one) => String(one.failedLoads)), worse: [] },
    names('globals', situations, (look) => look.globals, /^wayside$/),
    names('storage keys', situations, (look) => look.storageKeys, /^wayside[.-]/),
    names('cookies', situations, (look) => look.cookies, /^$/),
  ]
}

const sentAView = ({ beaconBytes, views }: Situation): string => String(Math.round(beaconBytes / Math.max(1, views)))

function longTasks(situations: readonly Situation[]): Line {
  const least = (looks: readonly Look[]) => Math.min(...looks.map((look) => look.longTasksMs))
  const worse = situations.filter(({ looks, without }) => least(looks) > least(without) + LONG_TASK_MS)
  return {
    measure: 'long tasks',
    values: situations.map(({ looks, without }, index) =>
      index === 0 ? `${least(looks)} ms` : `${least(looks)} ms (${least(without)} ms)`,
    ),
    worse: worse.map(({ name }) => name),
  }
}
