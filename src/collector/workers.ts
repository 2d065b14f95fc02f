// Several collectors on one port, one process and one log each. The first process holds the port and takes no requests itself.
// Promises: a worker that dies is replaced; a rolling restart starts each new worker before the old one stops, so that nothing is
// refused; the port's queue belongs to nobody who leaves. Does not: share anything between workers but the port and the address key.
import cluster, { type Worker } from 'node:cluster'
import { sleep } from '../platform/index.ts'
import type { AddressKeeper } from './address.ts'
import type { WorkerFigures } from './metrics.ts'
import { FIGURES_MS, type FromWorker, type ToWorker } from './pool-member.ts'

/** Pause before a dead worker is replaced, milliseconds: a worker that cannot start must not be started a thousand times a second. */
const REPLACE_MS = 500

export interface WorkerPool {
  /** Resolves with the port when all have started; rejects when the first ones cannot. */
  ready: Promise<number>
  /** Replace every worker, one after the other, without refusing anything. */
  restart(): Promise<void>
  stop(): Promise<void>
}

interface Member {
  worker: Worker
  slot: number
  ready: Promise<number>
  exited: Promise<void>
  leaving: boolean
}

/** Start `count` workers: this program again, with the same arguments. They call `joinPool`. */
export function startPool(count: number, keeper: AddressKeeper, say: (text: string) => void): WorkerPool {
  cluster.schedulingPolicy = cluster.SCHED_NONE
  const members = new Set<Member>()
  let stopping = false

  const start = (): Member => {
    const taken = new Set([...members].map(({ slot }) => slot))
    let slot = 0
    while (taken.has(slot)) slot++
    const worker = cluster.fork()
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    const ready = new Promise<number>((resolve, reject) => {
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'ready') resolve(message.port)
        if (message.type === 'want-all') void collect(message.id, worker)
      })
      void exited.then(() => reject(new Error(`worker ${slot} did not start.`)))
    })
    ready.catch(() => undefined)
    const member: Member = { worker, slot, ready, exited, leaving: false }
    members.add(member)
    const { day, key } = keeper.current()
    send(worker, { type: 'setup', slot, day, key: key.toString('base64') })
    void exited.then(() => replace(member))
    return member
  }

  const replace = async (gone: Member): Promise<void> => {
    members.delete(gone)
    if (stopping || gone.leaving) return
    say(`worker ${gone.slot} ended; starting another`)
    await sleep(REPLACE_MS)
    if (!stopping) start()
  }

  const collect = async (id: number, asker: Worker): Promise<void> => {
    const answers = [...members].map(({ worker }) => figuresOf(worker, id))
    const all = (await Promise.all(answers)).filter((figures) => figures !== undefined)
    if (asker.isConnected()) send(asker, { type: 'all-figures', id, all })
  }

  const leave = async (member: Member, lingerMs: number): Promise<void> => {
    member.leaving = true
    if (member.worker.isConnected()) send(member.worker, { type: 'stop', lingerMs })
    await member.exited
  }

  const first = Array.from({ length: count }, start)
  return {
    ready: Promise.all(first.map(({ ready }) => ready)).then((ports) => ports[0]!),
    async restart() {
      for (const old of [...members]) {
        if (stopping) return
        await start().ready
        await leave(old, 5_000)
      }
    },
    async stop() {
      stopping = true
      await Promise.all([...members].map((member) => leave(member, 0)))
    },
  }
}

function send(worker: Worker, message: ToWorker): void {
  worker.send(message)
}

function figuresOf(worker: Worker, id: number): Promise<WorkerFigures | undefined> {
  return new Promise((resolve) => {
    const done = (figures?: WorkerFigures): void => {
      clearTimeout(timer)
      worker.off('message', hear)
      resolve(figures)
    }
    const hear = (message: FromWorker): void => {
      if (message.type === 'figures' && message.id === id) done(message.figures)
    }
    const timer = setTimeout(done, FIGURES_MS)
    worker.on('message', hear)
    if (worker.isConnected()) send(worker, { type: 'figures', id })
  })
}
