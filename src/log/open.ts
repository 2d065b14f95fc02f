// Opens a log for writing: takes the folder, recovers, makes a segment ready.
import { acquireLock, systemDisk } from '../platform/index.ts'
import { Log } from './log.ts'
import { sparePath } from './names.ts'
import type { LogOptions } from './options.ts'

/**
 * Open a log for writing; the folder is made when there is none. Resolves also when the disk is full: appends are then refused
 * until space returns. @throws LockHeld when another process has it, SegmentUnreadable when a later version wrote it.
 */
export async function openLog(options: LogOptions): Promise<Log> {
  const { folder, disk = systemDisk } = options
  disk.makeFolder(folder)
  disk.syncFolder(folder.replace(/\/[^/]+\/*$/, '') || '/')
  const release =
    disk === systemDisk
      ? acquireLock(`${folder}/writer.lock`, { pid: process.pid, command: 'wayside' })
      : () => undefined
  try {
    disk.remove(sparePath(folder))
    const log = new Log(options, release)
    await log.prepare()
    return log
  } catch (error) {
    release()
    throw error
  }
}
