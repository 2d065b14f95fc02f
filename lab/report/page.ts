// docs/lab.md: words, tables and pictures, all from the published cells. Says what was run and what wasn't.
import type { Fault } from '../faults/index.ts'
import { LEFT_OUT, PLAN } from '../plan.ts'
import { DESTINATION_NAMES } from './names.ts'
import type { Published } from './published.ts'
import { ranking } from './ranking.ts'
import type { Axis } from './svg.ts'
import { comparisons, others } from './tables.ts'
import { summary, verdict } from './verdict.ts'
import { WORDS } from './words.ts'

const range = (values: readonly number[]): string =>
  values.length === 0 ? 'not kept' : `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)}`

/** When, with what and on what it was measured. */
function origin({ machine, command, notes, cells }: Published): string[] {
  const versions = [...new Set(cells.map(({ version }) => version))].sort()
  const times = cells.map(({ at }) => at).sort()
  const [first, last] = [times[0] ?? '', times.at(-1) ?? '']
  const clicks = cells.reduce((total, cell) => total + cell.clicks, 0)
  const loads = cells.flatMap(({ load }) => load ?? [])
  return [
    `Measured ${first.slice(0, 10)}, ${first.slice(11, 16)} to ${last.slice(11, 16)} UTC, with ${versions.join(', ')} on ${machine} (load average ${range(loads)}): ${cells.length} cells, ${clicks} clicks, by \`${command}\`. This page is generated from [\`lab/results.json\`](lab/results.json).`,
    ...(notes.length > 0 ? [`About this run:\n\n${notes.map((note) => `- ${note}`).join('\n')}`] : []),
  ]
}

function planWords(): string {
  const parts = PLAN.map(
    ({ destination, faults, techniques, why, onRequest }) =>
      `- ${why} _${DESTINATION_NAMES[destination]}: ${faults.join(', ')}; ${techniques.join(', ')}${onRequest ? '; not in the full run' : ''}_`,
  )
  return [...parts, '', 'Left out:', '', ...LEFT_OUT.map((why) => `- ${why}`)].join('\n')
}

/** Markdown text. */
export function labPage(published: Published, techniques: readonly Axis[], faults: readonly Fault[]): string {
  const { cells } = published
  const parts = [WORDS.title, ...origin(published), summary(cells).sentence, WORDS.opening]
  parts.push(
    '## The techniques against each other',
    '![What becomes of the click, by technique](img/lab-techniques.svg)',
  )
  parts.push(WORDS.ranking, ranking(cells, techniques, faults))
  parts.push('![What each technique costs the visitor](img/lab-delay.svg)')
  parts.push('## Wayside in every fault', '![Wayside in every fault](img/lab-wayside.svg)', WORDS.wayside)
  parts.push(`\`\`\`text\n${verdict(cells).text}\n\`\`\``, WORDS.method)
  for (const [destination, title] of Object.entries(DESTINATION_NAMES)) {
    const mine = cells.filter((cell) => cell.destination === destination)
    if (mine.length === 0) continue
    const own = comparisons(mine, techniques, faults)
    parts.push(`### Links ${title}`, ...own)
    if (own.length > 0) parts.push('#### Other faults')
    parts.push(others(mine, techniques, faults))
  }
  parts.push('## What a full run has, and what it leaves out', planWords(), WORDS.changed, WORDS.limits)
  return `${parts.join('\n\n')}\n`
}
