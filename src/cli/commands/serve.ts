// `wayside serve`: one node for real use: a collector and a backend, each its own process, both kept alive.
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { makeFolder, systemClock } from '../../platform/index.ts'
import type { Config } from '../config.ts'
import { Keyring } from '../keyring.ts'
import { configOf, examples, type FolderOptions, folderCommand, parsePort } from '../options.ts'
import { supervise, untilStopped } from '../supervise.ts'

interface ServeOptions extends FolderOptions {
  collectorPort?: number
  apiPort?: number
  host?: string
}

export function serveCommand(): Command {
  return folderCommand('serve', 'run one node: a collector and a backend on the embedded store')
    .option('--collector-port <port>', 'port of the collector; 0 takes a free one', parsePort)
    .option('--api-port <port>', 'port of the API and the dashboard; 0 takes a free one', parsePort)
    .option('--host <address>', 'address that both listen on')
    .addHelpText(
      'after',
      examples(
        'wayside serve --data ./wayside-data --collector-port 8101 --api-port 8090',
        'wayside serve --config wayside.yaml',
      ),
    )
    .action(serve)
}

async function serve(options: ServeOptions): Promise<void> {
  const flags = {
    'collector.port': options.collectorPort,
    'api.port': options.apiPort,
    'collector.host': options.host,
    'api.host': options.host,
  }
  const config = configOf(options, flags)
  makeFolder(config.data)
  makeFirstSite(config)
  const script = fileURLToPath(new URL('../main.js', import.meta.url)).replace(
    /\.js$/,
    import.meta.url.endsWith('.ts') ? '.ts' : '.js',
  )
  const shared = ['--data', config.data, ...(options.config ? ['--config', options.config] : [])]
  const start = (name: string, ...own: string[]): ReturnType<typeof supervise> =>
    supervise(name, script, [name, ...shared, ...own], systemClock.monotonic)
  const parts = [
    start(
      'collect',
      '--port',
      String(config.collector.port),
      '--host',
      config.collector.host,
      '--workers',
      String(config.collector.workers),
    ),
    start('load', '--api-port', String(config.api.port), '--host', config.api.host, ...watched(config)),
  ]
  const stop = async (): Promise<void> => {
    await Promise.all(parts.map((part) => part.stop()))
  }
  untilStopped(stop)
  try {
    await Promise.all(parts.map((part) => part.ready))
  } catch (error) {
    await stop()
    throw error
  }
  process.stdout.write(`ready; data in ${config.data}; Ctrl-C stops\n`)
  process.send?.({ ready: true })
}

/** Our own collector, where no settings say how pages reach it; over TLS only its public name would do. */
function watched({ collectors, collector }: Config): string[] {
  if (collectors.length > 0 || collector.port === 0 || collector.tlsCert !== undefined) return []
  const host = collector.host === '0.0.0.0' || collector.host === '::' ? '127.0.0.1' : collector.host
  return ['--collectors', `http://${host}:${collector.port}`]
}

/** A folder without any site gets one, `demo`, with all keys, so that one can start without reading anything. */
function makeFirstSite(config: Config): void {
  const keys = new Keyring(config.data)
  if (keys.sites().length > 0) return
  const names = Object.keys(config.sites)
  for (const site of names.length > 0 ? names : ['demo']) {
    const { kid, secret } = keys.addSigningKey(site)
    const read = keys.addApiKey('read', [site]).key
    const write = keys.addApiKey('write', [site]).key
    process.stdout.write(
      `site ${site}: keys made; they are shown this once\n  signing key id  ${kid}\n  signing secret  ${secret}\n  read key        ${read}\n  write key       ${write}\n`,
    )
  }
}
