// `node --import` this: every sync says yes at once and does nothing, in its threads too. The same program without durability, for comparison and for
// proving that the power-loss test can tell the difference.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const done = (_fd: number, callback: (error: null) => void): void => void setImmediate(callback, null)
Object.assign(fs, { fdatasync: done, fsync: done, fdatasyncSync: () => undefined, fsyncSync: () => undefined })
syncBuiltinESMExports()
