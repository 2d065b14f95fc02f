// Runs wrk, and reads what it says.
import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A beacon as a page sends it: one click, about 370 bytes. */
const BEACON: string = JSON.stringify({
  v: 1,
  site: 'bookstore',
  outbox: '01935d6e-7c1a-7abc-8def-0123456789ab',
  sentAt: 1732300003210,
  events: [
    {
      id: '01935d6e-7c1a-7abc-8def-0123456789ab',
      n: 17,
      type: 'click',
      occurredAt: 1732300003100,
      list: 'v1.k1.eyJzIjoiYm9va3N0b3JlIiwibCI6IjAxOTM1ZCIsInAiOiJwcm9kdWN0In0.abcdefghijklmnopqrstuv',
      item: 'emma',
      position: 1,
      trusted: true,
      how: 'primary',
    },
  ],
})

const HEADERS = {
  'Content-Type': 'text/plain;charset=UTF-8',
  Origin: 'https://shop.example',
  Accept: '*/*',
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
}

/** Is wrk here? */
export const hasWrk: boolean = existsSync('/usr/bin/wrk')

export interface WrkResult {
  requests: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  maxMs: number
  /** Answers that were no 2xx or 3xx, and broken connections. */
  errors: number
}

/**
 * Write wrk's script: a POST of the beacon, or a GET with the beacon in its query as a pixel has it.
 * @param pauseMs how long a connection waits after an answer, on average
 */
export function wrkScript(folder: string, method: 'POST' | 'GET', pauseMs = 0): string {
  const path = join(folder, `${method}.lua`)
  const headers = Object.entries(HEADERS).map(([name, value]) => `wrk.headers["${name}"] = "${value}"`)
  const body = method === 'POST' ? [`wrk.body = '${BEACON}'`] : []
  // wrk waits whole milliseconds: the fraction is how often one more.
  const [whole, part] = [Math.floor(pauseMs), pauseMs % 1]
  const pause = pauseMs > 0 ? [`function delay() return ${whole} + (math.random() < ${part} and 1 or 0) end`] : []
  writeFileSync(path, [`wrk.method = "${method}"`, ...headers, ...body, ...pause, ''].join('\n'))
  return path
}

/** The path of a pixel with the beacon in it. */
export const PIXEL_PATH: string = `/w/1.gif?d=${Buffer.from(BEACON).toString('base64url')}`

export async function wrk(url: string, script: string, seconds: number, connections: number): Promise<WrkResult> {
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-s', script, url]
  const { stdout } = await run('wrk', args)
  const number = (pattern: RegExp): number => Number(pattern.exec(stdout)?.[1] ?? 0)
  const ms = (pattern: RegExp): number => {
    const [, value, unit] = pattern.exec(stdout) ?? []
    return Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit as 'us' | 'ms' | 's']
  }
  const broken = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout) ?? []
  return {
    requests: number(/(\d+) requests in/),
    perSecond: number(/Requests\/sec:\s+([\d.]+)/),
    p50Ms: ms(/50%\s+([\d.]+)(us|ms|s)/),
    p99Ms: ms(/99%\s+([\d.]+)(us|ms|s)/),
    maxMs: ms(/Latency\s+\S+\s+\S+\s+([\d.]+)(us|ms|s)/),
    errors: number(/Non-2xx or 3xx responses: (\d+)/) + broken.slice(1).reduce((sum, count) => sum + Number(count), 0),
  }
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
