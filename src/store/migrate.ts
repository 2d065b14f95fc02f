// Brings the tables up to date: numbered files, forward only, each applied once and remembered with its hash.
// Promises: a store made by newer software, or by changed files, is refused and not touched. A crash between statements is repaired
// by running the file again, so every statement that changes something says IF NOT EXISTS or can be repeated.
import { createHash } from 'node:crypto'
import { WaysideError } from '../event/index.ts'
import type { Driver } from './driver.ts'
import { type Migration, migrations, statement } from './statements.ts'

interface Applied {
  number: number
  hash: string
}

/** Apply what is missing. @returns the number of the newest migration. @throws WaysideError STORE_UNAVAILABLE when the store is not of this line. */
export async function migrate(driver: Driver, wanted: readonly Migration[] = migrations()): Promise<number> {
  await driver.command(statement('createMigrations'))
  const applied = new Map(
    (await driver.query<Applied>(statement('listMigrations'))).map((row) => [row.number, row.hash]),
  )
  const newest = wanted.at(-1)?.number ?? 0
  const beyond = [...applied.keys()].find((number) => number > newest)
  if (beyond !== undefined)
    throw new WaysideError(
      'STORE_UNAVAILABLE',
      `The store has migration ${beyond}, this version knows ${newest}: upgrade.`,
    )
  for (const migration of wanted) {
    const hash = createHash('sha256').update(migration.text).digest('hex')
    const known = applied.get(migration.number)
    if (known === hash) continue
    if (known !== undefined)
      throw new WaysideError('STORE_UNAVAILABLE', `Migration ${migration.name} is not the one that was applied.`)
    for (const sql of statementsOf(migration.text)) await driver.command(sql)
    await driver.command(statement('addMigration'), { number: migration.number, name: migration.name, hash })
  }
  return newest
}

/** The statements of a file: each ends with a semicolon at the end of a line. */
function statementsOf(text: string): string[] {
  return text
    .replace(/^--.*$/gm, '')
    .split(/;\s*(?:\n|$)/)
    .map((sql) => sql.trim())
    .filter((sql) => sql !== '')
}
