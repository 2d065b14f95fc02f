// The card: what the tag changed, measure by measure, and whether any of it is worse than without it.
import { percentile } from '../report/index.ts'
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
}

export interface Line {
  measure: string
  /** One text a situation, the page without the tag first. */
  values: string[]
  /** The names of the situations in which it is worse, with what is worse about it. */
  worse: string[]
}

/** A page may be this much later before it counts as worse: what two loads of the same page differ by on a busy machine. */
const LATER_MS = 150
/** One long task (W3C Long Tasks: 50 ms) more than without the tag counts as worse. */
const LONG_TASK_MS = 50

const middle = (situation: Situation, pick: (look: Look) => number): number =>
  percentile(situation.looks.map(pick), 0.5)

/** The fastest of several loads says what the page costs; the others say what else the machine was doing. Never loaded is the latest there is. */
const fastest = (looks: readonly Look[], pick: (look: Look) => number): number =>
  Math.min(...looks.map((look) => pick(look) || Number.POSITIVE_INFINITY))

const showMs = (ms: number): string => (ms === Number.POSITIVE_INFINITY ? 'never' : `${ms} ms`)

function times(measure: string, situations: readonly Situation[], pick: (look: Look) => number, moreMs: number): Line {
  const pairs = situations.map(({ looks, without }) => [fastest(looks, pick), fastest(without, pick)] as const)
  return {
    measure,
    values: pairs.map(([ms, base], index) =>
      index === 0 ? showMs(ms) : `${showMs(ms)} (without, in turns: ${showMs(base)})`,
    ),
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
    values: added.map((list, index) => (index === 0 ? `${base.size}` : listed(list))),
    worse: situations.filter((_, index) => added[index]!.some((name) => !allowed.test(name))).map(({ name }) => name),
  }
}

const SHOWN = 6

/** An event's key is as long as its id, and there may be many: enough to see what they are. */
function listed(added: readonly string[]): string {
  const names = added.slice(0, SHOWN).map((name) => (name.length > 24 ? `${name.slice(0, 24)}…` : name))
  const more = added.length > SHOWN ? ` and ${added.length - SHOWN} more` : ''
  return `+ ${added.length}${names.length > 0 ? `: ${names.join(', ')}${more}` : ''}`
}

/** @param situations the page without the tag first. */
export function card(situations: readonly Situation[]): Line[] {
  const [without] = situations
  const newErrors = situations.map(({ errors }) => errors.filter((error) => !without!.errors.includes(error)))
  return [
    {
      measure: 'requests',
      values: situations.map((situation) => String(middle(situation, (look) => look.requests))),
      worse: [],
    },
    {
      measure: 'bytes over the network',
      values: situations.map((one) => String(middle(one, (look) => look.transferredBytes))),
      worse: [],
    },
    { measure: "bytes sent to the tag's servers", values: situations.map((one) => String(one.beaconBytes)), worse: [] },
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
      values: newErrors.map((list, index) =>
        index === 0 ? String(without!.errors.length) : `+ ${list.length}${list[0] ? `: ${list[0]}` : ''}`,
      ),
      worse: situations.filter((_, index) => newErrors[index]!.length > 0).map(({ name }) => name),
    },
    { measure: 'failed loads in the console', values: situations.map((one) => String(one.failedLoads)), worse: [] },
    names('globals', situations, (look) => look.globals, /^wayside$/),
    names('storage keys', situations, (look) => look.storageKeys, /^wayside[.-]/),
    names('cookies', situations, (look) => look.cookies, /^$/),
  ]
}

function longTasks(situations: readonly Situation[]): Line {
  const least = (looks: readonly Look[]) => Math.min(...looks.map((look) => look.longTasksMs))
  const worse = situations.filter(({ looks, without }) => least(looks) > least(without) + LONG_TASK_MS)
  return {
    measure: 'long tasks',
    values: situations.map(({ looks }) => `${least(looks)} ms`),
    worse: worse.map(({ name }) => name),
  }
}

/** Text for the terminal. */
export function cardText(title: string, situations: readonly Situation[], lines: readonly Line[]): string {
  const out = [title, '']
  for (const { measure, values, worse } of lines) {
    out.push(measure)
    for (const [index, { name }] of situations.entries())
      out.push(`  ${name.padEnd(28)} ${values[index]}${worse.includes(name) ? '   WORSE' : ''}`)
  }
  const bad = lines.filter(({ worse }) => worse.length > 0).map(({ measure }) => measure)
  out.push('', bad.length === 0 ? 'Nothing got worse.' : `Got worse: ${bad.join(', ')}.`)
  return out.join('\n')
}
