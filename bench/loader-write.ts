// Writes the logs that bench/loader.ts loads, in a process of its own, so that its work is not counted as the loader's.
// Usage: node bench/loader-write.ts fill FOLDER EVENTS SEED | live FOLDER EVENTS_PER_SECOND SECONDS. Says how many events it wrote, as JSON.
import { join } from 'node:path'
import { type Log, openLog } from '../src/log/index.ts'
import { sleep } from '../src/platform/index.ts'
import { type Beacon, traffic } from './loader-traffic.ts'

const [mode, folder = '', count = '', more = ''] = process.argv.slice(2)
const open = (name: string): Promise<Log> => openLog({ folder: join(folder, name) })
const said = mode === 'live' ? await live(Number(count), Number(more)) : await fill(Number(count), Number(more))
process.stdout.write(JSON.stringify(said))

/** The logs of two datacenters, half of the events each. */
async function fill(events: number, seed: number): Promise<{ events: number; records: number; bytes: number }> {
  const written = { events: 0, records: 0, bytes: 0 }
  for (const [i, name] of ['a-0', 'b-0'].entries()) {
    const log = await open(name)
    let waiting: Promise<number>[] = []
    for (const beacon of traffic(seed + i, events)) {
      waiting.push(log.append(beacon.record))
      written.events += beacon.events
      written.records++
      written.bytes += beacon.record.length
      if (waiting.length === 500) {
        await Promise.all(waiting)
        waiting = []
      }
      if (written.events >= (events * (i + 1)) / 2) break
    }
    await Promise.all(waiting)
    await log.close()
  }
  return written
}

/** New events at a steady pace, behind whatever the log of the first datacenter holds. */
async function live(perSecond: number, seconds: number): Promise<{ events: number }> {
  const log = await open('a-0')
  const beacons = traffic(99, 1e6, 7, () => Date.now())
  const begin = performance.now()
  let events = 0
  for (let elapsed = 0; elapsed < seconds; elapsed = (performance.now() - begin) / 1_000) {
    while (events < elapsed * perSecond) {
      const beacon = beacons.next().value as Beacon
      await log.append(beacon.record)
      events += beacon.events
    }
    await sleep(5)
  }
  await log.close()
  return { events }
}
