// The same questions to DuckDB, over the same events, which are counted once already: it has no table that keeps the first of several copies.
import { DuckDBInstance } from '@duckdb/node-api'

const FIGURES = `count(*) FILTER (WHERE type = 'impression' AND reason = '') AS impressions, count(*) FILTER (WHERE type = 'view' AND reason = '') AS views,
  count(*) FILTER (WHERE type = 'click' AND reason = '') AS clicks, count(DISTINCT list) FILTER (WHERE type = 'impression' AND reason = '') AS lists,
  count(DISTINCT list) FILTER (WHERE type = 'click' AND reason = '') AS clickedLists`
const QUESTIONS: Readonly<Record<string, string>> = {
  'CTR by placement and day': `SELECT placement, date_trunc('day', "at") AS day, ${FIGURES} FROM events GROUP BY ALL`,
  'CTR by variant and position': `SELECT variant, position, ${FIGURES} FROM events GROUP BY ALL`,
  'top 100 items': `SELECT item, ${FIGURES} FROM events GROUP BY ALL ORDER BY clicks / impressions DESC LIMIT 100`,
}

/** Median milliseconds of each. @param parquet what store-data.ts wrote */
export async function askDuckDb(parquet: string, rounds: number): Promise<Record<string, number>> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`CREATE TABLE events AS SELECT * FROM read_parquet('${parquet}')`)
  const medians: Record<string, number> = {}
  for (const [name, sql] of Object.entries(QUESTIONS)) {
    await connection.runAndReadAll(sql)
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      const startedAt = performance.now()
      await connection.runAndReadAll(sql)
      times.push(performance.now() - startedAt)
    }
    medians[name] = Math.round(times.sort((a, b) => a - b)[Math.floor(rounds / 2)]!)
  }
  connection.closeSync()
  instance.closeSync()
  return medians
}
