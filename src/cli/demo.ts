// `wayside demo`: the whole story on one machine: a book shop, a recommender, two datacenters to take down, and a page to do it from.
// The demo is a program of its own that uses Wayside from outside, as built; this command starts it and ends with it.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Command, Option } from 'commander'
import { WaysideError } from '../event/index.ts'
import { exists } from '../platform/index.ts'
import { examples, parsePort } from './options.ts'

/** Flags of single ports, with the defaults that the demo gives them. */
const PORTS: readonly [flag: string, port: number, is: string][] = [
  ['control-port', 8000, 'the control page'],
  ['store-port', 8080, 'the book store'],
  ['elsewhere-port', 8081, 'the other site'],
  ['recommend-port', 8082, 'the recommendation service'],
  ['backend-port', 8090, 'the backend'],
  ['a-port', 8101, 'datacenter A'],
  ['b-port', 8102, 'datacenter B'],
  ['a-collector-port', 8111, 'the collector inside datacenter A'],
  ['b-collector-port', 8112, 'the collector inside datacenter B'],
]

export function demoCommand(): Command {
  const command = new Command('demo')
    .description('a book shop, a recommender and two datacenters on this machine, and a page to take them down from')
    .addOption(new Option('--data <folder>', 'folder of its data; kept between runs').default('./wayside-data/demo'))
    .addOption(new Option('--port-base <port>', 'moves all ports together').default(8000).argParser(parsePort))
  for (const [flag, port, is] of PORTS)
    command.addOption(new Option(`--${flag} <port>`, `port of ${is} (default: ${port})`).argParser(parsePort))
  return command
    .addHelpText('after', examples('wayside demo', 'wayside demo --port-base 9000 --data ./my-demo'))
    .action(async (options: Record<string, string | number>) => {
      process.exitCode = await run(flagsOf(options))
    })
}

/** Options as the command line had them. */
function flagsOf(options: Record<string, string | number>): string[] {
  return Object.entries(options).flatMap(([name, value]) => [
    `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    String(value),
  ])
}

/** Run the demo's program to its end. @returns its exit code. */
async function run(flags: string[]): Promise<number> {
  const program = fileURLToPath(new URL('../../lab/dist/demo/main.js', import.meta.url))
  if (!exists(program))
    throw new WaysideError('NOT_FOUND', 'The demo is not built (lab/dist/demo/main.js). Build it with: npm run build')
  const child = spawn(process.execPath, [program, ...flags], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  // Signals are passed on, and we end after it. Ctrl-C reaches it by the terminal too; the demo ends once, however often it is told.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  endWithNpm(() => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
  })
}

/** How often we look whether npm's shell is still there, milliseconds. */
const PARENT_LOOK_MS = 500

/** `npm start` runs us in a shell that dies of the signals which npm gets, and passes none on: when that shell is gone, so is our user. */
function endWithNpm(end: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return
  const shell = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(timer)
    end()
  }, PARENT_LOOK_MS)
  timer.unref()
}
