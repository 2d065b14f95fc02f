// What the demo's processes know of each other: ports, keys, addresses. The starter hands it to each as one environment variable.

/** The demo's servers. `collectorA` and `collectorB` stand behind the gates `a` and `b`, which are what browsers see. */
export const SERVERS = {
  control: { port: 8000, flag: '--control-port', is: 'the control page' },
  store: { port: 8080, flag: '--store-port', is: 'the book store' },
  elsewhere: { port: 8081, flag: '--elsewhere-port', is: 'the other site' },
  recommend: { port: 8082, flag: '--recommend-port', is: 'the recommendation service' },
  backend: { port: 8090, flag: '--backend-port', is: 'the backend' },
  a: { port: 8101, flag: '--a-port', is: 'datacenter A' },
  b: { port: 8102, flag: '--b-port', is: 'datacenter B' },
  collectorA: { port: 8111, flag: '--a-collector-port', is: 'the collector inside datacenter A' },
  collectorB: { port: 8112, flag: '--b-collector-port', is: 'the collector inside datacenter B' },
} as const

export type ServerName = keyof typeof SERVERS
export type Ports = Record<ServerName, number>

/** The first port of the defaults: `--port-base` moves all of them by its difference to it. */
export const PORT_BASE = 8000

/** The shop's name as a site of Wayside. */
export const SITE = 'bookstore'

export interface Keys {
  /** Signing key of the recommender. */
  kid: string
  secret: string
  /** API key with which the recommender sends `served`. */
  write: string
  /** API key with which the control page reads. */
  read: string
}

export interface Settings {
  /** Folder of the demo's data. */
  folder: string
  ports: Ports
  keys: Keys
}

const VARIABLE = 'WAYSIDE_DEMO_SETTINGS'

/** The environment variable that hands settings to a child. */
export function toEnvironment(settings: Settings): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(settings) }
}

/** What the starter handed over. @throws when this process was started by hand. */
export function fromEnvironment(): Settings {
  const text = process.env[VARIABLE]
  if (!text) throw new Error('This is a part of the demo. Start the demo: npx wayside demo')
  return JSON.parse(text) as Settings
}

/** A server's address as browsers see it: each on its own host, so that shop and service are cross-site. */
export function publicUrl(ports: Ports, name: ServerName): string {
  return `http://${name}.localhost:${ports[name]}`
}

/** The same server for other servers: resolvers of some systems don't know `*.localhost`. */
export function localUrl(ports: Ports, name: ServerName): string {
  return `http://127.0.0.1:${ports[name]}`
}
