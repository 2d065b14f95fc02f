// The oracle: clients that write down, in a file of their own, which beacons were acknowledged; and the count of what is in the log.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { decodeRecord } from '../../../src/event/index.ts'
import { listLogs, openReader } from '../../../src/log/index.ts'

/** One request by a plain client. @returns the status, or what went wrong. */
export function post(port: number, body: string | Buffer, agent?: Agent, ms = 20_000): Promise<number | string> {
  return new Promise((resolve) => {
    const headers = { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(body) }
    const req = request(
      { host: '127.0.0.1', port, path: '/w/1', method: 'POST', headers, agent: agent ?? false, timeout: ms },
      (res) => {
        res.resume()
        res.on('end', () => resolve(res.statusCode!))
      },
    )
    req.on('timeout', () => req.destroy(new Error('timeout')))
    req.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    req.end(body)
  })
}

export class Oracle {
  readonly #file: string
  #next = 0
  /** How often each status, or failure, was seen. */
  readonly statuses = new Map<number | string, number>()

  constructor(file: string) {
    this.#file = file
  }

  /** Send one beacon with an id of its own; write the id down when it was acknowledged. */
  async send(port: number, agent?: Agent, padBytes = 300): Promise<number | string> {
    const id = `${this.#next++}`
    const status = await post(port, JSON.stringify({ id, pad: 'x'.repeat(padBytes) }), agent)
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
    if (status === 204) appendFileSync(this.#file, `${id}\n`)
    return status
  }

  /** Clients that send one after the other until told to stop. */
  load(port: number, clients: number): { stop(): Promise<void> } {
    const agent = new Agent({ keepAlive: true, maxSockets: clients })
    let running = true
    const one = async (): Promise<void> => {
      while (running) if ((await this.send(port, agent)) !== 204) await new Promise((next) => setTimeout(next, 10))
    }
    const all = Promise.all(Array.from({ length: clients }, one))
    return {
      async stop() {
        running = false
        await all
        agent.destroy()
      },
    }
  }

  /** Hold what was acknowledged against what the logs under a folder hold. @param fault its line in the table; undefined for none. */
  async verdict(fault: string | undefined, logRoot: string): Promise<Row> {
    const acknowledged = existsSync(this.#file) ? readFileSync(this.#file, 'utf8').split('\n').filter(Boolean) : []
    const found = new Map<string, number>()
    for (const folder of listLogs(logRoot)) {
      const reader = openReader({ folder, after: 0 })
      for (let some = await reader.read(2 ** 20); some.length > 0; some = await reader.read(2 ** 20))
        for (const { body } of some) {
          const { id } = JSON.parse(decodeRecord(body)!.body.toString()) as { id: string }
          found.set(id, (found.get(id) ?? 0) + 1)
        }
      reader.close()
    }
    const lost = acknowledged.filter((id) => !found.has(id)).length
    const duplicated = [...found.values()].reduce((sum, count) => sum + count - 1, 0)
    const row = { fault: fault ?? '', acknowledged: acknowledged.length, found: found.size, lost, duplicated }
    return fault === undefined ? row : note(row)
  }
}

export interface Row {
  fault: string
  acknowledged: number
  found: number
  lost: number
  duplicated: number
}

/** Add a line to the table that `npm run test:faults` prints. */
export function note(row: Row): Row {
  const file = process.env.WAYSIDE_FAULTS_TABLE
  if (file) appendFileSync(file, `${JSON.stringify(row)}\n`)
  return row
}
