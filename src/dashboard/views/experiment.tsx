// An experiment: keep going or stop, the effect and its interval over time, the arms, and whether the traffic is to be believed.
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { BreakdownAnswer } from '../../api/index.ts'
import { ask } from '../api/client.ts'
import { EXPERIMENT_METRICS } from '../state/experiment.ts'
import { go } from '../state/place.ts'
import { adviceTile } from '../tiles/advice.tsx'
import { armsTile } from '../tiles/arms.tsx'
import { askBreakdown } from '../tiles/breakdown.tsx'
import { effectTile } from '../tiles/effect.tsx'
import { Frame } from '../tiles/frame.tsx'
import { ratioTile } from '../tiles/ratio.tsx'
import type { Scope } from '../tiles/tile.ts'
import type { View } from './view.ts'

export const experiment: View = {
  id: 'experiment',
  title: 'Experiment',
  about: 'Is the new variant better yet?',
  isShared: true,
  hasStretch: true,
  filters: ['placement'],
  draw: ({ scope }) => (
    <>
      <Choices scope={scope} />
      <div class="tiles">
        <Frame tile={adviceTile} scope={scope} wide bare />
        <Frame tile={effectTile} scope={scope} wide />
        <Frame tile={armsTile} scope={scope} />
        <Frame tile={ratioTile} scope={scope} />
      </div>
    </>
  ),
}

function Choices({ scope }: { scope: Scope }): JSX.Element {
  const variants = useVariants(scope)
  const { metric, control } = scope.place
  return (
    <form class="choices experiment-choices" onSubmit={(event) => event.preventDefault()}>
      <label>
        Compare
        <select
          value={metric ?? EXPERIMENT_METRICS[0]![0]}
          onChange={(event) => go({ metric: event.currentTarget.value })}
        >
          {EXPERIMENT_METRICS.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        with the control
        <select value={control ?? variants[0] ?? ''} onChange={(event) => go({ control: event.currentTarget.value })}>
          {variants.map((variant) => (
            <option key={variant} value={variant}>
              {variant}
            </option>
          ))}
        </select>
      </label>
    </form>
  )
}

/** Of the site, in this stretch, by name: the API's own control is the first. */
function useVariants(scope: Scope): string[] {
  const [variants, set] = useState<string[]>([])
  const { site, tz, stretch } = scope
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are all that the question is made of
  useEffect(() => {
    askBreakdown(ask, { ...scope, filters: {} }).then(
      ({ variant }: BreakdownAnswer) => set(variant.flatMap(({ name }) => name ?? []).sort()),
      () => set([]),
    )
  }, [site, tz, stretch.from, stretch.to])
  return variants
}
