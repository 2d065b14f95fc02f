// What a column of rows is, on its way into the store.

/** The values of one column, as ClickHouse's Native format holds them. */
export interface Column {
  /** Rows so far. */
  readonly length: number
  /** Forget the values, keep the memory. */
  clear(): void
  /** The values in pieces that follow one another; valid until the next `add` or `clear`. */
  pieces(): Uint8Array[]
}
