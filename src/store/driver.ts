// What a store engine must do. Two live beside this file with the same file names: `chdb/` and `clickhouse/`.
// Promises nothing itself; the drivers run the same statements.

/** Values of a statement, by name. A value is one value to the engine, whatever it holds. 64-bit numbers may be bigint. */
export type Params = Readonly<
  Record<string, string | number | bigint | boolean | readonly (string | number | bigint)[]>
>

export interface Driver {
  /** Run a SELECT. @returns its rows; 64-bit integers as numbers. */
  query<T>(sql: string, params?: Params): Promise<T[]>
  /** Run a statement that returns no rows. */
  command(sql: string, params?: Params): Promise<void>
  /**
   * Run an INSERT whose text holds `{source}` where the rows come from.
   * @param structure column names and types of the block, in order
   * @param block one block of ClickHouse's Native format, in pieces
   * @param token the same token is taken once by a table
   */
  insert(sql: string, structure: string, block: readonly Uint8Array[], token: string): Promise<void>
  /** Run a SELECT and write its rows to a file of this machine, replacing it. Streams: memory does not grow with the rows. */
  write(sql: string, params: Params, path: string, format: FileFormat): Promise<void>
  close(): Promise<void>
}

/** What rows may be written as, by ClickHouse's names. Parquet is compressed with Zstandard, in row groups. */
export type FileFormat = 'Parquet' | 'CSVWithNames' | 'JSONEachRow'

/** The engine refused a statement. A bug or a limit of ours, never a caller's mistake: it has no public code. */
export class StatementFailed extends Error {
  override readonly name = 'StatementFailed'
}
