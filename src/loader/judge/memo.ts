// Remembers the answers of a pure function of a string, in bounded memory: agents and networks repeat, and matching them is slow.
import { MEMO_ENTRIES_MAX } from './limits.ts'

/** The same function, faster the second time. Its memory is emptied when it holds MEMO_ENTRIES_MAX answers. */
export function memo<T>(slow: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>()
  return (key) => {
    let answer = known.get(key)
    if (answer === undefined) {
      if (known.size >= MEMO_ENTRIES_MAX) known.clear()
      answer = slow(key)
      known.set(key, answer)
    }
    return answer
  }
}
