// Starts a collector: one port, one log.
// Promises: a 2xx only when the record is durable; the same answer for good and bad content; a stop that answers what it has begun.
import type { TokenKey } from '../event/index.ts'
import { systemDisk } from '../platform/index.ts'
import { Door, type DoorOptions } from './door.ts'
import { openFront } from './front.ts'
import type { Routes } from './handler.ts'
import { CONNECTIONS_MAX, LINGER_MS } from './limits.ts'
import { metricsText, type WorkerFigures } from './metrics.ts'
import { TagFiles } from './tagfiles.ts'
import type { TlsFiles } from './tls.ts'

export interface CollectorOptions extends DoorOptions {
  /** 0 takes a free one. */
  port: number
  /** Address to listen on; all of them by default. */
  host?: string
  /** Where the tag's files lie; the tag is not served without. */
  tagFolder?: string
  /** The version of the files that lie in the tag folder itself. */
  tagVersion?: string
  /** Live signing keys, for redirects. */
  keyOf?: (kid: string) => TokenKey | undefined
  connectionsMax?: number
  /** Certificate and key, as PEM files; plain HTTP without. */
  tls?: TlsFiles
  /** Read beacons straight from the socket; node:http reads every request when false. Default true. */
  fastLane?: boolean
  /** Told about everything that an operator should know. */
  onTrouble?: (message: string) => void
  /** Figures of all workers, where there are several. */
  allFigures?: (own: WorkerFigures) => Promise<WorkerFigures[]>
}

export interface Collector {
  port: number
  /** This worker's figures. */
  figures(): WorkerFigures
  /**
   * Stop accepting, answer what has begun, end. The log stays open: it belongs to the caller.
   * @param lingerMs how long idle connections are kept, so that each is told to close with its next answer. Default LINGER_MS.
   */
  close(lingerMs?: number): Promise<void>
}

/** Start a collector. @throws the system's error when the port is taken. */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const door = new Door(options)
  let isStopping = (): boolean => false
  const figures = (): WorkerFigures => ({
    door: door.figures,
    log: door.log.figures,
    logAvailable: door.log.trouble === undefined,
    freeBytes: systemDisk.freeBytes(door.log.folder),
    rateAddresses: door.limiter.size,
  })
  const routes: Routes = {
    door,
    tagFiles: new TagFiles(options.tagFolder, options.tagVersion),
    keyOf: options.keyOf ?? (() => undefined),
    metrics: async () => metricsText((await options.allFigures?.(figures())) ?? [figures()]),
    notReady: () => (isStopping() ? 'stopping' : door.log.trouble?.message),
  }
  const front = await openFront(routes, {
    port: options.port,
    host: options.host,
    connectionsMax: options.connectionsMax ?? CONNECTIONS_MAX,
    fastLane: options.fastLane ?? true,
    tls: options.tls,
    say: options.onTrouble ?? (() => undefined),
  })
  isStopping = () => front.stopping
  return { port: front.port, figures, close: (lingerMs = LINGER_MS) => front.close(lingerMs) }
}
