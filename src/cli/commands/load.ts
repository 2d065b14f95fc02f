// `wayside load`: the backend of a node: loader, store, API and dashboard, until it is stopped.
import { join } from 'node:path'
import type { Command } from 'commander'
import { startApi } from '../../api/index.ts'
import { encodeRecord, WaysideError } from '../../event/index.ts'
import { startLoader } from '../../loader/index.ts'
import { LogUnavailable, openLog } from '../../log/index.ts'
import { systemClock } from '../../platform/index.ts'
import { type Backend, openBackend } from '../backend.ts'
import type { Config } from '../config.ts'
import { keyDesk } from '../key-desk.ts'
import { backendMetrics } from '../metrics.ts'
import { configOf, examples, type FolderOptions, folderCommand, parsePort } from '../options.ts'
import { dashboardPages } from '../pages.ts'
import { untilStopped } from '../supervise.ts'

/** A loader that is further behind than this is not ready, milliseconds. */
const LAG_READY_MS = 60_000

export function loadCommand(): Command {
  return folderCommand('load', 'run the backend of a node: loader, store, API and dashboard')
    .option('--api-port <port>', 'port of the API and the dashboard; 0 takes a free one', parsePort)
    .option('--host <address>', 'address to listen on')
    .addHelpText(
      'after',
      examples('wayside load --data ./wayside-data', 'wayside load --data ./wayside-data --api-port 8090'),
    )
    .action(async (options: FolderOptions & { apiPort?: number; host?: string }) => {
      const config = configOf(options, { 'api.port': options.apiPort, 'api.host': options.host })
      const url = `http://${config.api.host}:${config.api.port}`
      await run(await openBackend(config, 'wayside load', config.api.port === 0 ? undefined : url))
    })
}

/** Start the parts, each after what it needs; what was started is ended in reverse order, also when a later part cannot start. */
async function run(backend: Backend): Promise<void> {
  const closers = [() => backend.close()]
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    const port = await start(backend, closers)
    untilStopped(stop)
    process.stdout.write(`backend ready: http://${backend.config.api.host}:${port}\n`)
    process.send?.({ ready: true, port })
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(backend: Backend, closers: (() => Promise<void>)[]): Promise<number> {
  const { config, keys } = backend
  const say = (text: string): void => void process.stderr.write(`load: ${text}\n`)
  const log = await openLog({ folder: join(config.data, 'log', `${config.datacenter}-api`), onTrouble: say })
  closers.push(() => log.close())
  const loader = startLoader({
    ...backend.loaderOptions,
    onRetry: (error) => say(`${error.message} Trying again.`),
    onDamage: (name, bytes) => say(`log ${name}: ${bytes} bytes are no records; see: wayside log verify`),
  })
  closers.push(() => loader.stop())
  const api = await startApi({
    answers: backend.answers,
    authenticate: keys.authenticate,
    keys: keyDesk(keys),
    webhookFolder: config.data,
    sites: () => [...new Set([...keys.sites(), ...Object.keys(config.sites)])],
    append: async (body, site) => {
      const stamp = { v: 1, route: 'api', receivedAt: systemClock.now(), datacenter: config.datacenter, site } as const
      await log.append(encodeRecord(stamp, body)).catch((error: unknown) => {
        throw error instanceof LogUnavailable ? new WaysideError('LOG_UNAVAILABLE') : error
      })
    },
    ready: async () => {
      await backend.store.select('listMigrations')
      const { lagMs } = loader.figures()
      if (lagMs > LAG_READY_MS) throw new Error(`the loader is ${Math.round(lagMs / 1000)} s behind`)
    },
    metrics: backendMetrics(loader, log, backend.store),
    monotonic: systemClock.monotonic,
    pages: dashboardPages(),
    ...listenOn(config),
  })
  closers.push(() => api.close())
  return api.port
}

function listenOn(config: Config): { host: string; port: number } {
  return { host: config.api.host, port: config.api.port }
}
