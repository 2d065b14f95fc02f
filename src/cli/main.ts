#!/usr/bin/env node
// The command line's entry: hands the arguments to the commands, and turns errors into one line that names the fix.
import { WaysideError } from '../event/index.ts'
import { LockHeld } from '../platform/index.ts'
import { createProgram } from './program.ts'

try {
  await createProgram().parseAsync()
} catch (error) {
  // A bug keeps its stack; what somebody outside can mend is one message.
  const known = error instanceof WaysideError || error instanceof LockHeld
  process.stderr.write(`wayside: ${known ? (error as Error).message : ((error as Error).stack ?? error)}\n`)
  process.exitCode = 1
}
