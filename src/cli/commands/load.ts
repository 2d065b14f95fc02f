// `wayside load`: the backend of a node: loader, store, API and dashboard, until it is stopped.
import { join } from 'node:path'
import type { Command } from 'commander'
import { startApi } from '../../api/index.ts'
import { Proxies } from '../../collector/index.ts'
import { encodeRecord, WaysideError } from '../../event/index.ts'
import { type Loader, startLoader } from '../../loader/index.ts'
import { LogUnavailable, openLog } from '../../log/index.ts'
import { sleep, systemClock } from '../../platform/index.ts'
import { startUpkeep } from '../../store/index.ts'
import { type Backend, openBackend } from '../backend.ts'
import type { Config } from '../config.ts'
import { installKit } from '../install-kit.ts'
import { keyDesk } from '../key-desk.ts'
import { backendMetrics } from '../metrics.ts'
import { configOf, examples, type FolderOptions, folderCommand, parsePort } from '../options.ts'
import { dashboardPages } from '../pages.ts'
import { startRetention } from '../retention.ts'
import { selfChecker } from '../self-check.ts'
import { untilStopped } from '../supervise.ts'
import { openDesk } from '../tasks/desk.ts'
import { socketPlace } from '../tasks/place.ts'
import { startWatch } from '../watch/watch.ts'

/** A loader that is further behind than this is not ready, milliseconds. */
const LAG_READY_MS = 60_000
/** How often a command that waits for the loader looks how far it is, milliseconds. */
const CATCH_UP_LOOK_MS = 50

export function loadCommand(): Command {
  return folderCommand('load', 'run the backend of a node: loader, store, API and dashboard')
    .option('--api-port <port>', 'port of the API and the dashboard; 0 takes a free one', parsePort)
    .option('--host <address>', 'address to listen on')
    .option('--collectors <addresses>', 'where pages reach the collectors, as in the settings')
    .addHelpText(
      'after',
      examples('wayside load --data ./wayside-data', 'wayside load --data ./wayside-data --api-port 8090'),
    )
    .action(async (options: FolderOptions & { apiPort?: number; host?: string; collectors?: string }) => {
      const { apiPort, host, collectors } = options
      const config = configOf(options, { 'api.port': apiPort, 'api.host': host, collectors })
      const url = config.api.port === 0 ? undefined : `http://${config.api.host}:${config.api.port}`
      const { path: socket, leave } = socketPlace(config.data)
      await run(await openBackend(config, 'wayside load', { url, socket }), socket, leave)
    })
}

/** Start the parts, each after what it needs; what was started is ended in reverse order, also when a later part cannot start. */
async function run(backend: Backend, socket: string, leave: () => void): Promise<void> {
  const closers = [async () => leave(), () => backend.close()]
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    const port = await start(backend, socket, closers)
    untilStopped(stop)
    process.stdout.write(`backend ready: http://${backend.config.api.host}:${port}\n`)
    process.send?.({ ready: true, port })
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(backend: Backend, socket: string, closers: (() => Promise<void>)[]): Promise<number> {
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
  const upkeep = startUpkeep(backend.store, (error) => say(`rolled-up tables: ${error.message} Trying again.`))
  closers.push(() => upkeep.stop())
  const retention = startRetention(backend.store, config, () => keys.sites(), {
    onDone: ({ kind: _kind, ...proof }) => say(`retention: ${JSON.stringify(proof)}`),
    onTrouble: (error) => say(`retention: ${error.message} Trying again tomorrow.`),
  })
  closers.push(() => retention.stop())
  const desk = await openDesk(socket, { ...backend, isLoading: true, catchUp: (signal) => caughtUp(loader, signal) })
  closers.push(() => desk.close())
  const checked = selfChecker(backend.store)
  const watch = startWatch({
    collectors: config.collectors,
    store: backend.store,
    loader,
    folder: config.data,
    checked,
  })
  closers.push(() => watch.stop())
  const sites = (): string[] => [...new Set([...keys.sites(), ...Object.keys(config.sites)])]
  const api = await startApi({
    answers: backend.answers,
    authenticate: keys.authenticate,
    grantOf: keys.grantOf,
    keys: keyDesk(keys),
    folder: config.data,
    publicUrl: config.api.publicUrl,
    oidc: config.oidc,
    senderOf: senderBy(config),
    sites,
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
    behind: () => {
      const { lagMs, backlogMs } = loader.figures()
      return { lagMs: Math.round(lagMs), backlogMs: Math.round(backlogMs) }
    },
    metrics: backendMetrics({ loader, log, store: backend.store }, checked, () => watch.levels(sites())),
    watch,
    install: installKit(config),
    monotonic: systemClock.monotonic,
    pages: dashboardPages(),
    ...listenOn(config),
  })
  closers.push(() => api.close())
  return api.port
}

/** Wait until the loader has read up to now. Under traffic the logs are never at their end, so the time that it has reached counts. */
async function caughtUp(loader: Loader, signal: AbortSignal): Promise<void> {
  const asked = systemClock.now()
  while (loader.figures().watermark < asked && !signal.aborted) await sleep(CATCH_UP_LOOK_MS)
}

/** A sign-in by way of a listed proxy counts for whoever the proxy names. */
function senderBy({ api, collector }: Config): Proxies['senderOf'] {
  const proxies = new Proxies(api.trustedProxies ?? collector.trustedProxies)
  return (...asked) => proxies.senderOf(...asked)
}

function listenOn(config: Config): { host: string; port: number } {
  return { host: config.api.host, port: config.api.port }
}
