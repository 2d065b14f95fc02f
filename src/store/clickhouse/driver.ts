// A ClickHouse server or cluster, over the official client.
// Promises: the same statements as `chdb/driver.ts`. Rows go in as the body of the INSERT. A failed connection is STORE_UNAVAILABLE.
import { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { WaysideError } from '../../event/index.ts'
import { saveStream } from '../../platform/index.ts'
import { type Driver, type FileFormat, type Params, StatementFailed } from '../driver.ts'
import { QUERY_SECONDS_MAX, REQUEST_MS_MAX } from '../limits.ts'
import { SETTINGS } from '../settings.ts'

/** Where the server is. */
export interface ClickHouseOptions {
  /** `https://host:8443` */
  url: string
  user?: string | undefined
  password?: string | undefined
  /** Must exist; `default` otherwise. */
  database?: string | undefined
}

/** Open a server. Connects at the first statement. */
export function openClickHouse(options: ClickHouseOptions): Driver {
  const client = createClient({
    url: options.url,
    ...(options.user !== undefined && { username: options.user }),
    ...(options.password !== undefined && { password: options.password }),
    ...(options.database !== undefined && { database: options.database }),
    application: 'wayside',
    request_timeout: REQUEST_MS_MAX,
    // What fails is thrown, and said once by whoever catches it.
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { ...SETTINGS, max_execution_time: QUERY_SECONDS_MAX, wait_end_of_query: 1 },
  })
  return {
    async query<T>(sql: string, params: Params = {}): Promise<T[]> {
      const result = await tried(client.query({ query: sql, query_params: { ...params }, format: 'JSONEachRow' }))
      return tried(result.json<T>())
    },
    async command(sql: string, params: Params = {}): Promise<void> {
      await tried(client.command({ query: sql, query_params: { ...params } }))
    },
    insert: (sql, structure, block, token) => tried(insert(client, sql, structure, block, token)),
    async write(sql: string, params: Params, path: string, format: FileFormat): Promise<void> {
      const { stream } = await tried(client.exec({ query: `${sql} FORMAT ${format}`, query_params: { ...params } }))
      await tried(saveStream(path, stream))
    },
    close: () => client.close(),
  }
}

async function insert(
  client: ClickHouseClient,
  sql: string,
  structure: string,
  block: readonly Uint8Array[],
  token: string,
): Promise<void> {
  // `structure` is text of ours: an argument of input() cannot be bound.
  const source = `input('${structure.replaceAll("'", "\\'")}') FORMAT Native`
  const { stream } = await client.exec({
    query: sql.replace('{source}', source),
    values: Readable.from(block, { objectMode: false }),
    clickhouse_settings: { insert_deduplication_token: token, optimize_on_insert: 0 },
  })
  stream.resume()
  await new Promise((resolve, reject) => stream.once('end', resolve).once('error', reject))
}

async function tried<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ClickHouseError) throw new StatementFailed(`Code: ${error.code}. ${error.message}`)
    throw new WaysideError('STORE_UNAVAILABLE', (error as Error).message)
  }
}
