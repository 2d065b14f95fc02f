// Nothing of the tag's may ever throw into the page: every entry from the page goes through here.

/** The same function, but where it would throw it gives undefined. */
export const guard =
  <A extends unknown[], T>(run: (...args: A) => T): ((...args: A) => T | undefined) =>
  (...args) => {
    try {
      return run(...args)
    } catch {
      return undefined
    }
  }

/** Run; undefined where it throws. */
export const attempt = <T>(run: () => T): T | undefined => guard(run)()
