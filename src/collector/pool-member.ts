// A worker's end of the pool, and what the two ends say to each other.
import cluster from 'node:cluster'
import type { AddressKey } from './address.ts'
import type { WorkerFigures } from './metrics.ts'

/** How long figures of all workers are waited for, milliseconds; who is late is left out. */
export const FIGURES_MS = 1_000

/** From the first process to a worker. */
export type ToWorker =
  | { type: 'setup'; slot: number; day: number; key: string }
  | { type: 'stop'; lingerMs: number }
  | { type: 'figures'; id: number }
  | { type: 'all-figures'; id: number; all: WorkerFigures[] }
/** From a worker to the first process. */
export type FromWorker =
  | { type: 'ready'; port: number }
  | { type: 'figures'; id: number; figures: WorkerFigures }
  | { type: 'want-all'; id: number }

/** A worker's end of the pool. */
export interface PoolMember {
  slot: number
  addressKey: AddressKey
  /** Say that requests are taken. */
  ready(port: number): void
  /** Figures of all workers. `own` answers when the others ask. */
  allFigures(own: () => WorkerFigures): Promise<WorkerFigures[]>
  onFigures(own: () => WorkerFigures): void
  onStop(stop: (lingerMs: number) => void): void
}

/** Join the pool that started this process; undefined when none did. */
export async function joinPool(): Promise<PoolMember | undefined> {
  if (!cluster.isWorker) return undefined
  const setup = await new Promise<ToWorker & { type: 'setup' }>((resolve) => {
    process.once('message', (message: ToWorker) => {
      if (message.type === 'setup') resolve(message)
    })
  })
  const say = (message: FromWorker): void => void process.send?.(message)
  let asked = 0
  return {
    slot: setup.slot,
    addressKey: { day: setup.day, key: Buffer.from(setup.key, 'base64') },
    ready: (port) => say({ type: 'ready', port }),
    allFigures: (own) =>
      new Promise((resolve) => {
        const id = process.pid * 2 ** 20 + asked++
        const timer = setTimeout(() => resolve([own()]), 2 * FIGURES_MS)
        const hear = (message: ToWorker): void => {
          if (message.type !== 'all-figures' || message.id !== id) return
          clearTimeout(timer)
          process.off('message', hear)
          resolve(message.all)
        }
        process.on('message', hear)
        say({ type: 'want-all', id })
      }),
    onFigures: (own) =>
      void process.on('message', (message: ToWorker) => {
        if (message.type === 'figures') say({ type: 'figures', id: message.id, figures: own() })
      }),
    onStop: (stop) =>
      void process.on('message', (message: ToWorker) => {
        if (message.type === 'stop') stop(message.lingerMs)
      }),
  }
}
