// Nothing of the tag's may ever throw into the page: every entry from the page goes through here.

/** Run; on any failure give undefined. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

/** The same function, but it never throws. */
export const guard =
  <A extends unknown[]>(run: (...args: A) => void): ((...args: A) => void) =>
  (...args) =>
    attempt(() => run(...args))
