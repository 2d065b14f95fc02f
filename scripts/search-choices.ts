// Looks for the choice under which a script compresses best: which letters stand where moves a small text's size by several per cent.
// Promises: the same text, seed and number of tries give the same choice. Does not: know whether there is a better one.
import type { Choice, Script } from './choices.ts'

const LETTERS = [...'etnrioascldupmfyhgwvbSTkxPCOELNIMRDAFBHJKGUVWXYQqjz_$']
/** Bytes that a step may cost at the start, and at the end. */
const WARM = 0.5
const COLD = 0.2

/** Simulated annealing from the choice given. @param tries texts to weigh */
export function searchChoice(
  script: Script,
  from: Choice,
  sizeOf: (text: string) => number,
  tries: number,
  seed = 1,
): Choice {
  const chance = (): number => {
    // Numbers that look random and are the same in each build (Knuth's linear congruence).
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed / 2 ** 31
  }
  const below = (bound: number): number => Math.floor(chance() * bound)
  /** One small change; undefined where it may not be. */
  const step = ({ names, orders }: Choice): Choice | undefined => {
    const next = [...names]
    const one = below(names.length)
    const kind = chance()
    if (kind < 0.15 && orders.length) {
      const group = chance() < 0.5 ? orders.length - 1 : below(orders.length)
      const order = [...orders[group]!]
      const [part] = order.splice(below(order.length), 1)
      order.splice(below(order.length + 1), 0, part!)
      return { names, orders: orders.with(group, order) }
    }
    if (kind < 0.6) {
      next[one] = chance() < 0.7 ? names[below(names.length)]! : LETTERS[below(LETTERS.length)]!
      if (next[one] === names[one]) return undefined
      // Whoever had it takes the old one.
      if (chance() < 0.7)
        for (const rival of script.rivals[one]!) if (next[rival] === next[one]) next[rival] = names[one]!
    } else if (kind < 0.9) {
      const other = below(names.length)
      next[one] = names[other]!
      next[other] = names[one]!
      if (next[one] === names[one]) return undefined
    } else {
      const [x, y] = [names[one]!, names[below(names.length)]!]
      if (x === y) return undefined
      for (const [at, name] of names.entries()) next[at] = name === x ? y : name === y ? x : name
    }
    return { names: next, orders }
  }

  let near = { choice: from, size: sizeOf(script.write(from)) }
  let best = near
  for (let at = 0; at < tries; ) {
    const choice = step(near.choice)
    if (!choice || !script.allows(choice)) continue
    const heat = WARM * (COLD / WARM) ** (at++ / tries)
    const size = sizeOf(script.write(choice))
    if (size <= near.size || chance() < Math.exp((near.size - size) / heat)) near = { choice, size }
    if (size < best.size) best = near
  }
  return best.choice
}
