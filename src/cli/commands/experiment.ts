// `wayside experiment`: variants beside a control, from a folder or from a running node; was the traffic shared as meant, and how long still.
import { type Command, InvalidArgumentError, Option } from 'commander'
import { WaysideError } from '../../event/index.ts'
import { readShares } from '../../report/index.ts'
import { type AskOptions, ask, printJson, question } from '../ask.ts'
import { printExperiment } from '../experiment-table.ts'
import { examples, parseCount } from '../options.ts'
import type { QueryOf } from '../tasks/answers.ts'

interface ExperimentOptions extends AskOptions {
  site: string
  control?: string
  placement?: string
  metric: string
  unit: string
  currency?: string
  alpha?: number
  plannedUnits?: number
  shares?: string
  liftWorth?: number
  loss: boolean
}

export function experimentCommand(): Command {
  return question('experiment', 'variants compared, with intervals that stay valid however often one looks', [
    'table',
    'json',
  ])
    .option('--control <variant>', 'the variant that the others are compared with; the first by name otherwise')
    .option('--placement <name>', 'only what was shown there')
    .addOption(
      new Option('--metric <name>', 'what is compared')
        .choices(['clickThroughRate', 'listClickThroughRate', 'viewableRate', 'conversionRate', 'value'])
        .default('clickThroughRate'),
    )
    .addOption(new Option('--unit <what>', 'what was drawn at random').choices(['list', 'visitor']).default('list'))
    .option('--currency <code>', 'of the metric "value"')
    .option('--shares <shares>', 'the traffic that each was to get, such as control:9,new:1; alike otherwise')
    .option(
      '--planned-units <units>',
      'units of both arms at which intervals are tightest; choose before looking',
      parseCount,
    )
    .option('--alpha <chance>', 'of a false alarm, over all looks together; 0.05 otherwise', parseShare)
    .option('--lift-worth <share>', 'the smallest lift worth having; 0.05 otherwise', parseShare)
    .option('--no-loss', 'without the loss of each arm, which takes longer than all the rest')
    .addHelpText(
      'after',
      examples(
        'wayside experiment --data ./wayside-data --site bookstore --control similar-books',
        'wayside experiment --data ./wayside-data --site bookstore --metric value --currency EUR --from 2026-11-01 --format json',
      ),
    )
    .action(run)
}

async function run(options: ExperimentOptions): Promise<void> {
  if (options.site === undefined) throw new WaysideError('INPUT', 'Name the site with --site.')
  const { control, placement, metric, unit, currency, alpha, plannedUnits, liftWorth, shares, loss } = options
  const named = { control, placement, metric, unit, currency }
  const answer = await ask(options, 'experiment', {
    parameters: {
      ...named,
      ...{ shares, loss: loss ? 'yes' : 'no' },
      ...{ alpha: alpha?.toString(), plannedUnits: plannedUnits?.toString(), liftWorth: liftWorth?.toString() },
    },
    query: {
      ...named,
      ...{ alpha, plannedUnits, liftWorth, withoutLoss: !loss },
      ...(shares !== undefined && { shares: readShares(shares) }),
    } as Omit<QueryOf<'experiment'>, 'site'>,
  })
  if (options.format === 'json') return printJson(answer)
  printExperiment(answer)
}

function parseShare(text: string): number {
  const share = Number(text)
  if (!(share > 0 && share < 100)) throw new InvalidArgumentError('A share above 0, such as 0.05.')
  return share
}
