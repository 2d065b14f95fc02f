// An experiment for people: each variant with its interval and verdict, then what makes the comparison believable or not.

import { printTable } from './table.ts'
import type { AnswerOf } from './tasks/answers.ts'

type Answer = AnswerOf<'experiment'>

/** @param answer with or without the loss of each arm */
export function printExperiment(answer: Answer, out: Pick<NodeJS.WriteStream, 'write'> = process.stdout): void {
  const { compared, ratio, control } = answer
  const isValue = answer.metric === 'value'
  const figure = (rate: number | null): string => (isValue ? money(rate) : percent(rate))
  const points = (rate: number | null): string => (isValue ? money(rate) : percent(rate).replace(' %', ''))
  printTable(
    compared.map((one) => ({
      variant: one.variant,
      [`${answer.unit}s`]: one.units,
      [answer.metric]: figure(one.rate),
      [`of ${control || '(none)'}`]: figure(one.controlRate),
      difference:
        one.effect === null
          ? '–'
          : `${points(one.effect)}${isValue ? '' : ' points'} (${points(one.low)} to ${points(one.high)})`,
      lift: one.lift === null ? '–' : `${percent(one.lift)} (${percent(one.liftLow)} to ${percent(one.liftHigh)})`,
      p: one.p.toPrecision(2),
      verdict: one.verdict,
      'days to go': one.daysToGo === null ? '–' : one.daysToGo.toFixed(1),
    })),
    out,
  )
  out.write('\n')
  printTable(
    ratio.arms.map((arm) => ({
      arm: arm.variant || '(none)',
      [`${answer.unit}s`]: arm.units,
      'as meant': Math.round(arm.expected),
      loss: arm.loss ? percent(arm.loss.loss) : '–',
      '95 %': arm.loss ? `${percent(arm.loss.low)} to ${percent(arm.loss.high)}` : '–',
      'outboxes that tell': arm.loss?.outboxes ?? 0,
    })),
    out,
  )
  out.write(
    `\ntraffic: ${ratio.suspicious ? 'NOT SHARED AS MEANT; find the cause before believing any comparison' : 'shared as meant'} (p ${ratio.p.toPrecision(2)})\n`,
  )
  if (ratio.lossDiffers) out.write('The arms differ in what they lose: that is a cause.\n')
  if (answer.crossing > 0) out.write(`${answer.crossing} ${answer.unit}s saw several variants and count for none\n`)
  out.write(
    `intervals hold at every look, all together with ${percent(1 - answer.alpha)}; tightest at ${answer.plannedUnits} ${answer.unit}s\n`,
  )
}

function percent(rate: number | null): string {
  return rate === null ? '–' : `${(rate * 100).toFixed(Math.abs(rate) < 0.1 ? 2 : 1)} %`
}

function money(value: number | null): string {
  return value === null ? '–' : value.toFixed(3)
}
