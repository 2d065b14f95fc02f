// The demo as one meets it: started by its command, in front of somebody who presses Ctrl-C, or whose ports are taken.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { crowding } from '../../lab/demo/crowding.ts'
import { freePorts } from '../../lab/demo/free.ts'
import { type Ports, SERVERS, type ServerName } from '../../lab/demo/settings.ts'
import { isFree } from '../../lab/gate/index.ts'
import { eventually, Running, temporaryFolder } from '../wayside.ts'

const main = resolve(import.meta.dirname, '../../dist/cli/main.js')
/** What `npm start` promises once everything is built, milliseconds, of a machine that has its processors free. */
const READY_WITHIN_MS = 20_000

function startDemo(data: string, ports: Ports, inShell = false): { running: Running; child: ChildProcess } {
  const flags = (Object.keys(SERVERS) as ServerName[]).flatMap((name) => [SERVERS[name].flag, String(ports[name])])
  // A process group of its own, so that the test can press Ctrl-C as a terminal does: on all of them at once.
  const command = [process.execPath, main, 'demo', '--data', data, ...flags]
  const [program, ...args] = inShell ? ['sh', '-c', `"$@"; exit $?`, 'sh', ...command] : command
  const child = spawn(program!, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: inShell ? { ...process.env, npm_lifecycle_event: 'start' } : process.env,
  })
  const running = new Running(child)
  onTestFinished(async () => void (await running.stop('SIGTERM')))
  return { running, child }
}

/** Processes, ours or orphaned, whose command line names the folder, or that got it in their environment. */
function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => ['cmdline', 'environ'].some((file) => read(`/proc/${pid}/${file}`).includes(folder)))
    .map(Number)
    .filter((pid) => pid !== process.pid)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

test.skipIf(!existsSync('/proc/self/cmdline'))(
  'the demo is ready within 20 s, ends with Ctrl-C, leaves no process and no port, and finds its data again',
  async () => {
    const [data, ports] = [temporaryFolder(), await freePorts()]
    const started = performance.now()
    const first = startDemo(data, ports)
    await first.running.until(/Ctrl-C stops everything/)
    expect(performance.now() - started).toBeLessThan(READY_WITHIN_MS * crowding())
    for (const text of ['Control page', 'Book store', 'Three things to try', data])
      expect(first.running.output).toContain(text)
    expect(processesOf(data).length).toBeGreaterThanOrEqual(8)
    const page = await fetch(`http://127.0.0.1:${ports.store}/book/emma`)
    expect(await page.text()).toMatch(/<section class="rail" data-wayside="v1\./)
    const received = (): Promise<number> => receivedBy(ports)
    // Nine `served` events: six similar books and three essays.
    expect(await eventually(received, (count) => count >= 9)).toBe(9)

    process.kill(-first.child.pid!, 'SIGINT')
    expect(await first.running.stop('SIGINT')).toBe(0)
    expect(processesOf(data)).toEqual([])
    for (const port of Object.values(ports)) expect(await isFree(port), `port ${port}`).toBe(true)

    const second = startDemo(data, ports)
    await second.running.until(/Ctrl-C stops everything/)
    expect(await eventually(received, (count) => count >= 9)).toBe(9)
    second.child.kill('SIGKILL')
    expect(
      await eventually(
        () => processesOf(data),
        (left) => left.length === 0,
      ),
      'after SIGKILL',
    ).toEqual([])
  },
)

test.skipIf(!existsSync('/proc/self/cmdline'))(
  'killing npm start, whose shell passes no signal on, ends the demo all the same',
  async () => {
    const [data, ports] = [temporaryFolder(), await freePorts()]
    const { running, child } = startDemo(data, ports, true)
    await running.until(/Ctrl-C stops everything/)
    child.kill('SIGTERM')
    expect(
      await eventually(
        () => processesOf(data),
        (left) => left.length === 0,
      ),
    ).toEqual([])
  },
)

test('a taken port gives an error that names the flag, and nothing is left running', async () => {
  const [data, ports] = [temporaryFolder(), await freePorts()]
  const squatter = createServer().listen(ports.store, '127.0.0.1')
  onTestFinished(() => void squatter.close())
  const { running, child } = startDemo(data, ports)
  const [line] = await running.until(/wayside demo: .*/)
  expect(line).toContain(`Port ${ports.store}, for the book store, is taken`)
  expect(line).toContain('--store-port')
  expect(
    await eventually(
      () => child.exitCode,
      (code) => code !== null,
    ),
  ).toBe(1)
  expect(existsSync(join(data, 'store'))).toBe(false)
})

async function receivedBy(ports: Ports): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${ports.control}/state`)
  const { numbers } = (await answer.json()) as { numbers: { books?: { received: number } } }
  return numbers.books?.received ?? 0
}
