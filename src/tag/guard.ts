// Nothing of the tag's may ever throw into the page: every entry from the page goes through here.

/** The same function, but where it would throw it gives undefined. */
export const guard =
  <A extends unknown[], T>(run: (...args: A) => T): ((...args: A) => T | undefined) =>
  (...args) => {
    try {
      return run(...args)
    } catch {}
    return
  }

/** Run; undefined where it throws. */
export const attempt = <T>(run: () => T): T | undefined => guard(run)()

/** Listen, to several types with one space between. The same twice is once. */
export const listen = (
  target: EventTarget,
  types: string,
  handler: (event: never) => void,
  capture?: boolean,
): void => {
  types.split(' ').map((type) => target.addEventListener(type, handler as EventListener, capture))
}
