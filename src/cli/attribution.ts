// `wayside report --attribution`: which clicks, or else views, conversions follow from.
import { WaysideError } from '../event/index.ts'
import { formatRows } from '../report/index.ts'
import { type AskOptions, ask, printJson } from './ask.ts'
import { printTable } from './table.ts'

export async function runAttribution(
  options: AskOptions & { by?: string },
  by: string[],
  model: string,
): Promise<void> {
  const answer = await ask(options, 'attribution', { parameters: { by: options.by, model }, query: { by, model } })
  if (options.format === 'json') return printJson(answer)
  if (options.format === 'csv' || options.format === 'ndjson')
    return void process.stdout.write(formatRows(answer.rows, options.format, by))
  if (options.format === 'parquet') throw new WaysideError('INPUT', 'Attribution comes as table, csv, json or ndjson.')
  const rows = answer.rows.map(({ valueByCurrency, ...row }) => ({ ...row, value: money(valueByCurrency) }))
  printTable(rows)
  const { conversions, refunds, valueByCurrency } = answer.unattributed
  process.stdout.write(
    `\nunattributed: ${conversions} conversions, ${refunds} refunds, ${money(valueByCurrency) || 'no value'}\n`,
  )
  for (const [site, { clickSeconds, viewSeconds }] of Object.entries(answer.windows))
    process.stdout.write(
      `${site === '*' ? 'windows' : `windows of ${site}`}: clicks ${clickSeconds / 3_600} h, views ${viewSeconds / 3_600} h; model ${answer.model}\n`,
    )
}

function money(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([currency, value]) => `${value.toFixed(2)} ${currency}`)
    .join(', ')
}
