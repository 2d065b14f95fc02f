// `wayside collect`: the collector of a node, one process or several, until it is stopped.
import cluster from 'node:cluster'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Command, InvalidArgumentError } from 'commander'
import {
  AddressKeeper,
  type CollectorOptions,
  DISK_RESERVE_BYTES,
  joinPool,
  newAddressKey,
  RATE_PER_SECOND,
  startCollector,
  startPool,
} from '../collector/index.ts'
import { WaysideError } from '../event/index.ts'
import { openLog } from '../log/index.ts'
import { makeFolder, systemClock } from '../platform/index.ts'
import type { Config } from './config.ts'
import { Keyring } from './keyring.ts'
import { configOf, examples, type FolderOptions, folderCommand, parseCount, parsePort } from './options.ts'
import { untilStopped } from './supervise.ts'
import { version } from './version.ts'

interface CollectOptions extends FolderOptions {
  port?: number
  host?: string
  workers?: number
  rate: number
  reserve: number
  fastLane: boolean
}

export function collectCommand(): Command {
  return folderCommand('collect', 'run the collector of a node: takes beacons, says 204 once they are on disk')
    .option('--port <port>', 'port to listen on; 0 takes a free one', parsePort)
    .option('--host <address>', 'address to listen on')
    .option('--workers <count>', 'processes, one log each', parseCount)
    .option('--rate <count>', 'requests per second from one address; 0 for no bound', parseNumber, RATE_PER_SECOND)
    .option('--reserve <bytes>', 'bytes of the disk to leave free', parseNumber, DISK_RESERVE_BYTES)
    .option('--no-fast-lane', 'let node:http read every request')
    .addHelpText(
      'after',
      examples(
        'wayside collect --data ./wayside-data --port 8101',
        'wayside collect --config wayside.yaml --workers 4',
        'kill -HUP PID   # a rolling restart of the workers, nothing is refused',
      ),
    )
    .action(async (options: CollectOptions) => {
      const config = configOf(options, {
        'collector.port': options.port,
        'collector.host': options.host,
        'collector.workers': options.workers,
      })
      makeFolder(config.data)
      if (config.collector.workers > 1 && cluster.isPrimary) await lead(config)
      else await collect(config, options)
    })
}

/** Hold the port and keep the workers. */
async function lead(config: Config): Promise<void> {
  const keeper = new AddressKeeper(newAddressKey(), systemClock)
  const pool = startPool(config.collector.workers, keeper, say)
  untilStopped(() => pool.stop())
  let restarting = Promise.resolve()
  process.on('SIGHUP', () => {
    restarting = restarting
      .then(() => pool.restart())
      .then(
        () => say('workers restarted'),
        (error: unknown) => say((error as Error).message),
      )
  })
  announce(config, await pool.ready)
}

/** Collect in this process. */
async function collect(config: Config, options: CollectOptions): Promise<void> {
  const pool = await joinPool()
  const name = `${config.datacenter}-${pool?.slot ?? 0}`
  const log = await openLog({ folder: join(config.data, 'log', name), reserveBytes: options.reserve, onTrouble: say })
  for (const { offset, bytes, after } of log.recovery.damage)
    say(`log ${name}: ${bytes} bytes at ${offset} after record ${after} are no records and were left out`)
  const settings: CollectorOptions = {
    port: config.collector.port,
    host: config.collector.host,
    log,
    datacenter: config.datacenter,
    proxies: config.collector.trustedProxies,
    tagFolder: fileURLToPath(new URL('../../dist/tag', import.meta.url)),
    tagVersion: version(),
    keyOf: new Keyring(config.data).keyOf,
    ratePerSecond: options.rate,
    fastLane: options.fastLane,
    onTrouble: say,
  }
  const { tlsCert, tlsKey } = config.collector
  if (tlsCert && tlsKey) settings.tls = { certFile: tlsCert, keyFile: tlsKey }
  if (pool) {
    settings.addressKey = pool.addressKey
    settings.allFigures = (own) => pool.allFigures(() => own)
  }
  const collector = await startCollector(settings).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new WaysideError(
      'PORT_IN_USE',
      `Port ${config.collector.port} of ${config.collector.host} is taken; see --port.`,
    )
  })
  // Once, however many ask for it: a signal to the group and the pool's message come together.
  let stopped: Promise<void> | undefined
  const stop = (lingerMs?: number): Promise<void> => {
    stopped ??= collector.close(lingerMs).then(() => log.close())
    return stopped
  }
  pool?.onFigures(collector.figures)
  pool?.onStop((lingerMs) => void stop(lingerMs).finally(() => process.exit(0)))
  untilStopped(() => stop())
  if (pool) pool.ready(collector.port)
  else announce(config, collector.port)
}

function announce(config: Config, port: number): void {
  process.stdout.write(`collector ready: http://${config.collector.host}:${port}\n`)
  process.send?.({ ready: true, port })
}

function say(text: string): void {
  process.stderr.write(`collect: ${text}\n`)
}

function parseNumber(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('A whole number is needed.')
  return value
}
