// One process per folder: a lock file that names its holder, so that the second process can say who the first one is.
// Promises: two live processes never both hold it; a crashed holder's lock is taken over. Does not: work across machines.
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Who holds a folder. */
export interface Holder {
  pid: number
  /** What it is, as a person would call it: "wayside serve". */
  command: string
  /** Where it answers, when it does. */
  url?: string
  /** The socket on which it does what commands ask, when it does. */
  socket?: string
  /** When the process began, as the system counts; written by {@link acquireLock}. In a container every run has the same pid. */
  began?: string
}

/** The lock is held by another live process. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld'
  readonly holder: Holder

  constructor(path: string, holder: Holder) {
    super(`${path} is held by process ${holder.pid} (${holder.command}${holder.url ? `, ${holder.url}` : ''}).`)
    this.holder = holder
  }
}

/** Take the lock or throw {@link LockHeld}. Call the returned function to give it back. */
export function acquireLock(path: string, holder: Holder): () => void {
  // Written whole under another name, then linked: nobody ever reads a half-written lock.
  const mine = `${path}.${holder.pid}`
  writeFileSync(mine, JSON.stringify({ ...holder, began: beganAt(holder.pid) }))
  try {
    for (;;) {
      try {
        linkSync(mine, path)
        break
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        const other = readHolder(path)
        if (other && isAlive(other)) throw new LockHeld(path, other)
        rmSync(path, { force: true })
      }
    }
  } finally {
    rmSync(mine, { force: true })
  }
  return () => {
    if (readHolder(path)?.pid === holder.pid) rmSync(path, { force: true })
  }
}

/** The live holder of a lock, or undefined. */
export function lockHolder(path: string): Holder | undefined {
  const holder = readHolder(path)
  return holder && isAlive(holder) ? holder : undefined
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

function isAlive({ pid, began }: Holder): boolean {
  const now = beganAt(pid)
  if (began !== undefined && now !== undefined && began !== now) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Clock ticks from boot to the start of a process (field 22 of /proc/PID/stat); undefined where there is no /proc. */
function beganAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}
