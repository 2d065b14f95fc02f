// The process that holds the embedded engine (chDB). Started by `driver.ts` and spoken to over IPC; ends with its parent.
// Why a process: the engine crashes in worker threads, may be killed by a huge query, and one process may hold one folder only.
// Promises: one answer per request; reads don't wait for writes. Does not: retry, or know any table.
import { Session } from 'chdb'

/** One request. `lane` keeps reports from waiting behind a load, and both from waiting behind an export. */
export interface ChildRequest {
  id: number
  lane: 'read' | 'write' | 'bulk'
  sql: string
  params: Record<string, unknown>
}

/** Its answer: rows as lines of JSON, or the engine's message. */
export type ChildAnswer = { id: number; text: string } | { id: number; error: string }

const [folder = '', ...settings] = process.argv.slice(2)

// The engine's own way out waits for its background work, for which nobody waits any more: what is acknowledged is on disk.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// A terminal's Ctrl-C reaches the whole group; the parent decides when the engine ends.
process.on('SIGINT', () => undefined)

try {
  const lanes = { read: new Session(folder), write: new Session(folder), bulk: new Session(folder) }
  for (const session of Object.values(lanes)) for (const setting of settings) session.query(`SET ${setting}`)
  process.on('message', (request: ChildRequest | 'close') => {
    if (request === 'close') {
      for (const session of Object.values(lanes)) session.close()
      process.disconnect()
      return
    }
    lanes[request.lane]
      .queryBindAsync(request.sql, request.params, { format: 'JSONEachRow' })
      .then((result) => send({ id: request.id, text: result.text() }))
      .catch((error: Error) => send({ id: request.id, error: String(error.message) }))
  })
  process.send?.('ready')
} catch (error) {
  process.send?.(`failed ${(error as Error).message} ${String((error as { cause?: unknown }).cause ?? '')}`)
  process.exitCode = 1
  process.disconnect()
}

function send(answer: ChildAnswer): void {
  process.send?.(answer)
}
