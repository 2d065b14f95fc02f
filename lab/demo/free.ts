// Ports for a demo that runs beside others, as in tests: all free, none that the kernel hands out by itself.
import { freePort } from '../gate/index.ts'
import { type Ports, SERVERS, type ServerName } from './settings.ts'

/** A free port for each server. */
export async function freePorts(): Promise<Ports> {
  const ports = {} as Ports
  for (const name of Object.keys(SERVERS) as ServerName[]) {
    let port = await freePort()
    while (Object.values(ports).includes(port)) port = await freePort()
    ports[name] = port
  }
  return ports
}
