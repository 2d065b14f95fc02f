// The machine: clock, files, randomness, processes. Seams, so that tests can make them fail.
// Comes from: nothing of ours. Goes to: log, collector, store, loader, api, cli.
export { type Clock, pause, sleep, systemClock } from './clock.ts'
export { BLOCK_BYTES } from './direct-file.ts'
export { type Disk, type DiskFile, type NewFile, systemDisk } from './disk.ts'
export {
  appendText,
  exists,
  fileBlob,
  fileBytes,
  fileVersion,
  isFolder,
  listFolder,
  makeFolder,
  moveFile,
  readBytes,
  readStream,
  readText,
  remove,
  saveStream,
  syncPath,
  writeBytes,
  writePieces,
  writeTextAtomic,
} from './files.ts'
export { acquireLock, type Holder, LockHeld, lockHolder } from './lock.ts'
export { jitter, secureBytes, seeded, uuidv7 } from './random.ts'
