// The tag's service by itself, on free ports of loopback: two datacenters, which serve the tag too. For pages that are not the lab's own.
import { makeCertificate } from './certificate.ts'
import { Collector } from './collector.ts'
import { Door } from './door.ts'
import { datacenter } from './files.ts'

export interface Doors {
  first: Door
  second: Door
  /** Bytes that the datacenters have received in bodies. */
  received(): number
  close(): void
}

export async function openDoors(files: ReadonlyMap<string, string>): Promise<Doors> {
  const certificate = makeCertificate()
  const collect = new Collector().handle(() => 0)
  let bytes = 0
  const counted: typeof collect = (request, body, response) => {
    bytes += body.length
    collect(request, body, response)
  }
  const open = async (): Promise<Door> => {
    const door = new Door(0, certificate, datacenter(counted, files))
    await door.open()
    return door
  }
  const [first, second] = [await open(), await open()]
  return {
    first,
    second,
    received: () => bytes,
    close: () => {
      first.close()
      second.close()
    },
  }
}
