// The tag's service by itself, on free ports of loopback: two datacenters and a tag server. For pages that are not the lab's own.
import { makeCertificate } from './certificate.ts'
import { Collector } from './collector.ts'
import { Door } from './door.ts'
import { serve } from './files.ts'

export interface Doors {
  first: Door
  second: Door
  tag: Door
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
  const [first, second, tag] = [counted, counted, serve(files)].map((handler) => new Door(0, certificate, handler)) as [
    Door,
    Door,
    Door,
  ]
  const doors = [first, second, tag]
  for (const door of doors) await door.open()
  return {
    first,
    second,
    tag,
    received: () => bytes,
    close: () => {
      for (const door of doors) door.close()
    },
  }
}
