// JSON in ASCII: so that characters are bytes (keepalive's budget is in bytes), and `btoa` takes it (it refuses all above U+00FF).

/** Any value as ASCII JSON. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[^ -~]/g, (char) => `\\u${`000${char.charCodeAt(0).toString(16)}`.slice(-4)}`)
