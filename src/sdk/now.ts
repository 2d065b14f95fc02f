// The recommender's clock: the only place in the SDK that reads it, so that tests can move it.
// `Date.now` and not `performance.timeOrigin + performance.now()`: that one stands still while a machine is suspended.

/** Milliseconds since the Unix epoch. */
export type Now = () => number

export const systemNow: Now = () => Date.now()
