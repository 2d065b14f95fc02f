// The collector as `wayside collect` starts it, without the other commands. Arguments as there.
import { Command } from 'commander'
import { collectCommand } from '../../src/cli/collect.ts'

await new Command('wayside').addCommand(collectCommand()).parseAsync()
