// The demo's flags. `wayside demo --help` describes them.
import { parseArgs } from 'node:util'
import { PORT_BASE, type Ports, SERVERS, type ServerName } from './settings.ts'

export interface Flags {
  data: string
  ports: Ports
}

/** Read the command line. @throws with the flag's name when a port is none or is given twice. */
export function readFlags(args: string[]): Flags {
  const names = Object.keys(SERVERS) as ServerName[]
  const options = Object.fromEntries(names.map((name) => [SERVERS[name].flag.slice(2), { type: 'string' as const }]))
  const { values } = parseArgs({
    args,
    options: { ...options, data: { type: 'string' }, 'port-base': { type: 'string' } },
  })
  const given = values as Record<string, string | undefined>
  const moved = readPort('--port-base', given['port-base'] ?? String(PORT_BASE)) - PORT_BASE
  const ports = {} as Ports
  for (const name of names) {
    const { flag, port } = SERVERS[name]
    ports[name] = readPort(flag, given[flag.slice(2)] ?? String(port + moved))
    const other = names.find((each) => each !== name && ports[each] === ports[name])
    if (other) throw new Error(`${flag} and ${SERVERS[other].flag} are both ${ports[name]}. Give each its own port.`)
  }
  return { data: given.data ?? './wayside-data/demo', ports }
}

function readPort(flag: string, text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new Error(`${flag} ${text}: a port is a number from 1 to 65535.`)
  return port
}
