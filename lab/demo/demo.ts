// The demo as a whole: starts its parts in order, and ends them all. Promises: `stop` leaves no process and no open port.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { serve as listen } from '@hono/node-server'
import { isFree } from '../gate/index.ts'
import { readCatalogue, readEssays } from './catalogue.ts'
import { type CentreName, controlApp } from './control/app.ts'
import { Feed } from './control/feed.ts'
import { Datacenter } from './datacenter.ts'
import { keysOf } from './keys.ts'
import { Part } from './part.ts'
import { builtFile, programBeside } from './root.ts'
import { localUrl, type Ports, publicUrl, SERVERS, type ServerName, type Settings, toEnvironment } from './settings.ts'

export interface Demo {
  settings: Settings
  url(name: ServerName): string
  stop(): Promise<void>
}

export interface DemoOptions {
  data: string
  ports: Ports
  /** Told what is being done, a few words at a time. */
  say: (what: string) => void
}

/** Start everything. @throws with the flag to change when a port is taken; with the end of a log when a part doesn't start. */
export async function startDemo({ data, ports, say }: DemoOptions): Promise<Demo> {
  const folder = resolve(data)
  mkdirSync(join(folder, 'logs'), { recursive: true })
  await checkPorts(ports)
  say('keys')
  const settings: Settings = { folder, ports, keys: await keysOf(folder) }
  const running: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (const end of running.splice(0).reverse()) await end()
  }
  try {
    const { parts, centres } = await makeParts(settings)
    running.push(...parts.map((part) => () => part.stop()))
    running.push(...Object.values(centres).map((centre) => () => centre.close()))
    say('backend, datacenters, recommender, shops')
    await Promise.all([...parts.map((part) => part.start()), centres.a.set('up'), centres.b.set('up')])
    running.push(await startControl(settings, centres))
  } catch (error) {
    await stop()
    throw error
  }
  return { settings, url: (name) => publicUrl(ports, name), stop }
}

async function checkPorts(ports: Ports): Promise<void> {
  for (const name of Object.keys(SERVERS) as ServerName[]) {
    if (await isFree(ports[name])) continue
    const { flag, is } = SERVERS[name]
    throw new Error(
      `Port ${ports[name]}, for ${is}, is taken. Choose another one with ${flag} PORT, or move all of them with --port-base PORT.`,
    )
  }
}

async function makeParts(settings: Settings): Promise<{ parts: Part[]; centres: Record<CentreName, Datacenter> }> {
  const { folder, ports } = settings
  const logs = join(folder, 'logs')
  const cli = builtFile('cli/main.js')
  const environment = toEnvironment(settings)
  const server = (name: string): Part =>
    new Part({ name, program: programBeside(import.meta.url, `${name}/main`), environment, logs })
  const backend = new Part({
    name: 'backend',
    program: cli,
    args: ['load', '--data', folder, '--api-port', String(ports.backend)],
    // By their gates, as pages reach them.
    environment: { WAYSIDE_COLLECTORS: `http://127.0.0.1:${ports.a} http://127.0.0.1:${ports.b}` },
    logs,
  })
  const centre = async (name: CentreName, port: number, collectorPort: number): Promise<Datacenter> => {
    const args = ['collect', '--data', folder, '--port', String(collectorPort)]
    const collector = new Part({
      name: `datacenter-${name}`,
      program: cli,
      args,
      environment: { WAYSIDE_DATACENTER: name },
      logs,
    })
    return Datacenter.open({ port, collector, collectorPort })
  }
  return {
    parts: [backend, server('recommend'), server('store'), server('elsewhere')],
    centres: {
      a: await centre('a', ports.a, ports.collectorA),
      b: await centre('b', ports.b, ports.collectorB),
    },
  }
}

/** The control page lives in our own process: it holds the gates. @returns how to end it. */
async function startControl(settings: Settings, centres: Record<CentreName, Datacenter>): Promise<() => Promise<void>> {
  const { ports, keys, folder } = settings
  const named = [...readCatalogue().books, ...readEssays()].map(({ id, title }) => [id, title])
  const ending = new AbortController()
  const app = controlApp({
    ending: ending.signal,
    centres,
    feed: new Feed({ backend: localUrl(ports, 'backend'), readKey: keys.read, store: localUrl(ports, 'store') }),
    titles: Object.fromEntries(named),
    urls: { store: publicUrl(ports, 'store'), backend: `${publicUrl(ports, 'backend')}/?range=1h#key=${keys.read}` },
    folder,
  })
  const server = await new Promise<ReturnType<typeof listen>>((resolve) => {
    const started = listen({ fetch: app.fetch, port: ports.control, hostname: '127.0.0.1' }, () => resolve(started))
  })
  return () =>
    new Promise((resolve) => {
      ending.abort()
      server.close(() => resolve())
      if ('closeAllConnections' in server) server.closeAllConnections()
    })
}
