// Keep going, or stop: an experiment in a sentence.
import type { ExperimentAnswer } from '../../api/index.ts'
import { adviceOf, askWhole, emptyOf } from '../state/experiment.ts'
import type { Tile } from './tile.ts'

export const adviceTile: Tile<ExperimentAnswer> = {
  name: 'advice',
  title: 'What to do',
  get: askWhole,
  empty: emptyOf,
  table: (answer) => {
    const { say, why } = adviceOf(answer)
    return { columns: [{ name: 'what to do' }, { name: 'why' }], rows: [[say, why]] }
  },
  draw: (answer) => {
    const { say, why, tone } = adviceOf(answer)
    return (
      <div class={`advice ${tone}`}>
        <p class="say">{say}</p>
        <p>{why}</p>
      </div>
    )
  },
}
