// The page's clock: the only place in the tag that reads it, so that tests can move it. It may be wrong by years; nobody trusts it.

/** Milliseconds since the Unix epoch, as the visitor's machine has it. */
export const now: () => number = Date.now
