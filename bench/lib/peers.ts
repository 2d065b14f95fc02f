// The servers that the collector is held against. Each starts on a free port with its data in a folder of the bench.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, listening, start, stop } from './process.ts'
import { PIXEL_PATH } from './wrk.ts'

export interface Running {
  url: string
  method: 'POST' | 'GET'
  /** Processes whose CPU counts, with their children. */
  pids: number[]
  stop(): Promise<void>
}

export interface Peer {
  id: string
  name: string
  /** Why it cannot run here; undefined when it can. */
  missing?: string
  start(folder: string): Promise<Running>
}

const here = join(import.meta.dirname, '..', 'peers')
const postgresBin = existsSync('/usr/lib/postgresql')
  ? readdirSync('/usr/lib/postgresql')
      .map((version) => `/usr/lib/postgresql/${version}/bin`)
      .at(-1)
  : undefined

async function node(script: string, nodeArgs: string[], args: (port: number) => string[]): Promise<Running> {
  const port = await freePort()
  const child = start(process.execPath, [...nodeArgs, join(here, script), ...args(port)])
  await listening(port)
  return { url: `http://127.0.0.1:${port}/w/1`, method: 'POST', pids: [child.pid!], stop: () => stop(child) }
}

function wayside(id: string, name: string, nodeArgs: string[], flags: string[] = []): Peer {
  return {
    id,
    name,
    start: (folder) =>
      node('wayside.ts', nodeArgs, (port) => [
        'collect',
        '--data',
        folder,
        '--port',
        String(port),
        '--reserve',
        '0',
        ...flags,
      ]),
  }
}

async function nginx(folder: string): Promise<Running> {
  const port = await freePort()
  const config = join(folder, 'nginx.conf')
  writeFileSync(
    config,
    `worker_processes 1; daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http { keepalive_requests 1000000000; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  access_log ${folder}/access.log combined;
  server { listen 127.0.0.1:${port}; location = /w/1.gif { empty_gif; } } }\n`,
  )
  const child = start('nginx', ['-c', config, '-e', join(folder, 'error.log')])
  await listening(port)
  return { url: `http://127.0.0.1:${port}${PIXEL_PATH}`, method: 'GET', pids: [child.pid!], stop: () => stop(child) }
}

async function fastifyPostgres(folder: string): Promise<Running> {
  const [data, port] = [join(folder, 'pg'), await freePort()]
  mkdirSync(data)
  // PostgreSQL refuses to run as root.
  const root = process.getuid?.() === 0
  chmodSync(folder, 0o755)
  if (root) spawnSync('chown', ['-R', 'postgres', data])
  const as = (command: string, args: string[]): [string, string[]] =>
    root ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]] : [command, args]
  const made = spawnSync(...as(`${postgresBin}/initdb`, ['-D', data, '-A', 'trust', '-U', 'bench', '--no-sync']))
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  const server = start(
    ...as(`${postgresBin}/postgres`, ['-D', data, '-p', String(port), '-k', data, '-h', '127.0.0.1']),
  )
  await listening(port)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const app = await node('fastify-postgres.ts', [], (own) => [
    String(own),
    `postgres://bench@127.0.0.1:${port}/postgres`,
  ])
  return {
    ...app,
    pids: [...app.pids, server.pid!],
    stop: async () => {
      await app.stop()
      await stop(server, 'SIGINT')
    },
  }
}

async function fastifyRedis(folder: string): Promise<Running> {
  const port = await freePort()
  const flags = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '', '--dir', folder, '--bind', '127.0.0.1']
  const server = start('redis-server', ['--port', String(port), ...flags])
  await listening(port)
  const app = await node('fastify-redis.ts', [], (own) => [String(own), `redis://127.0.0.1:${port}`])
  return {
    ...app,
    pids: [...app.pids, server.pid!],
    stop: async () => {
      await app.stop()
      await stop(server)
    },
  }
}

const missing = (here: boolean, debian: string): Pick<Peer, 'missing'> =>
  here ? {} : { missing: `not installed (Debian: apt-get install ${debian})` }

/** All of them, ours first. */
export const PEERS: Peer[] = [
  wayside('wayside', 'Wayside: 204 after fdatasync', []),
  wayside('no-sync', 'the same, no durability', ['--import', join(here, 'no-sync.ts')]),
  wayside('no-lane', 'the same on node:http alone', [], ['--no-fast-lane']),
  {
    id: 'nginx',
    name: 'nginx empty_gif, access log',
    ...missing(existsSync('/usr/sbin/nginx'), 'nginx-light'),
    start: nginx,
  },
  {
    id: 'node-http',
    name: 'node:http, writes nothing',
    start: () => node('node-http.ts', [], (port) => [String(port)]),
  },
  {
    id: 'redis',
    name: 'fastify + Redis, AOF always',
    ...missing(existsSync('/usr/bin/redis-server'), 'redis-server'),
    start: fastifyRedis,
  },
  {
    id: 'postgres',
    name: 'fastify + PostgreSQL INSERT',
    ...missing(postgresBin !== undefined, 'postgresql'),
    start: fastifyPostgres,
  },
]
