// A node as people run one: a backend of its own process over a folder that holds a season, with keys, on a free port.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Keyring } from '../../../src/cli/keyring.ts'
import { type Season, writeSeason } from './season.ts'

export interface Node {
  url: string
  season: Season
  keys: { read: string; write: string; toys: string; admin: string }
  stop(): Promise<void>
  /** Take the backend down, and bring it back at the same address. */
  restart(): Promise<() => Promise<void>>
}

export interface NodeOptions {
  until: number
  days: number
  pagesPerDay: number
}

const program = resolve(import.meta.dirname, '../../../src/cli/main.ts')
/** How long the backend may take to start, and to load the season, milliseconds. */
const PATIENCE_MS = 120_000

export async function startNode(options: NodeOptions): Promise<Node> {
  const data = mkdtempSync(join(tmpdir(), 'wayside-dashboard-'))
  const keys = new Keyring(data)
  const { kid, secret } = keys.addSigningKey('bookstore')
  keys.addSigningKey('toyshop')
  const config = join(data, 'wayside.yaml')
  writeFileSync(config, `data: ${data}\nsites:\n  bookstore:\n    timeZone: Europe/Berlin\n  toyshop:\n`)
  const key = { kid, site: 'bookstore', secret: Buffer.from(secret, 'base64url') }
  const season = await writeSeason({ data, key, ...options })
  const made = {
    read: keys.addApiKey('read', ['bookstore']).key,
    write: keys.addApiKey('write', ['bookstore']).key,
    toys: keys.addApiKey('read', ['toyshop']).key,
    admin: keys.addApiKey('admin', ['bookstore']).key,
  }
  let backend = await startBackend(config, 0)
  const { port } = backend
  const url = `http://127.0.0.1:${port}`
  await loaded(url, made.read, season.events)
  return {
    url,
    season,
    keys: made,
    async stop() {
      await backend.stop()
      rmSync(data, { recursive: true, force: true })
    },
    async restart() {
      await backend.stop()
      return async () => {
        backend = await startBackend(config, port)
      }
    },
  }
}

async function startBackend(config: string, port: number): Promise<{ port: number; stop(): Promise<void> }> {
  const args = [program, 'load', '--config', config, '--api-port', String(port)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const address = await said(child, /backend ready: http:\/\/[\d.]+:(\d+)/)
  return {
    port: Number(address[1]),
    async stop() {
      child.kill('SIGINT')
      await ended
    },
  }
}

/** @throws with all it said when it ends, or says nothing like it in time. */
function said(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let output = ''
    const fail = (): void => reject(new Error(`never saw ${pattern} in:\n${output}`))
    const timer = setTimeout(fail, PATIENCE_MS)
    child.on('exit', fail)
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        const match = pattern.exec(output)
        if (!match) return
        clearTimeout(timer)
        child.off('exit', fail)
        resolve(match)
      })
  })
}

/** Until so many events are in: everything that the logs hold. */
async function loaded(url: string, key: string, events: number): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 500) {
    const answer = await fetch(`${url}/api/v1/books`, { headers: { Authorization: `Bearer ${key}` } })
    const { received } = (await answer.json()) as { received: number }
    if (received === events) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error('the season was not loaded in time')
}
