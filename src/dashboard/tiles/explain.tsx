// Why was this click not counted? One event by its id: the verdict, what each rule found, and each copy that was received.
import type { ComponentChildren, JSX } from 'preact'
import type { EventStory } from '../../api/index.ts'
import { REASONS, type Reason } from '../../event/index.ts'
import { moment, named, plural, span } from '../parts/format.ts'
import { PlainTable } from '../parts/table.tsx'
import { go } from '../state/place.ts'
import { readable } from './books.tsx'
import { copiesTable } from './copies.ts'
import type { Scope, Tile } from './tile.ts'

/** The story of the event that the address names; null when it names none. */
export const explainTile: Tile<EventStory | null> = {
  name: 'explain',
  title: 'Why was this click not counted?',
  about: () => 'Paste the id of an event. Clicks of the live view lead here too.',
  async get(ask, { place }) {
    const id = place.event?.trim()
    return id ? ask<EventStory>(`/api/v1/events/${encodeURIComponent(id)}`) : null
  },
  form: ({ place }) => <IdForm key={place.event ?? ''} id={place.event ?? ''} />,
  table: (story) => copiesTable(story?.copies ?? []),
  draw: (story, scope) => story && <Explained story={story} scope={scope} />,
}

function IdForm({ id }: { id: string }): JSX.Element {
  return (
    <form
      class="id-form"
      onSubmit={(event) => {
        event.preventDefault()
        go({ event: String(new FormData(event.currentTarget).get('event')).trim() })
      }}
    >
      <label>
        <span class="hidden">Event id</span>
        <input name="event" defaultValue={id} placeholder="01935d6e-7c1a-7abc-8def-0123456789ab" spellcheck={false} />
      </label>
      <button type="submit">Explain</button>
    </form>
  )
}

function Explained({ story, scope }: { story: EventStory; scope: Scope }): JSX.Element {
  const isCounted = story.verdict === 'counted'
  const waited = Date.parse(story.receivedAt) - Date.parse(story.at)
  return (
    <article class="story" aria-live="polite">
      <p class={`verdict ${isCounted ? 'good' : 'bad'}`}>
        {isCounted
          ? `This ${story.type} counts, once.`
          : `This ${story.type} does not count: ${readable(story.verdict)}.`}
      </p>
      <p>
        {isCounted
          ? `${plural(story.copies.length, 'copy', 'copies')} came in; every rule found it good.`
          : (REASONS[story.verdict as Reason] ?? '')}
      </p>
      <dl class="facts">
        <Fact name="Item" value={named(story.item)} />
        <Fact
          name="Placement"
          value={
            <>
              <bdi>{named(story.placement)}</bdi>
              {story.position ? `, position ${story.position}` : ''}
            </>
          }
        />
        <Fact name="Variant" value={named(story.variant)} />
        <Fact name="Happened" value={moment(story.at, scope.tz)} />
        <Fact name="Came in" value={waited > 60_000 ? `${span(waited)} later` : 'at once'} />
        <Fact name="Page clock" value={story.skewed ? 'was wrong; corrected by ours' : 'right'} />
      </dl>
      <h3>What each rule found</h3>
      <ul class="rules">
        {Object.entries(REASONS).map(([reason, meaning]) => {
          const isBroken = story.reasons.includes(reason)
          return (
            <li key={reason} class={isBroken ? 'broken' : undefined}>
              <b>{readable(reason)}</b> <span>{isBroken ? meaning : 'nothing found'}</span>
            </li>
          )
        })}
      </ul>
      <h3>{plural(story.copies.length, 'copy', 'copies')} received</h3>
      <PlainTable label="Copies received" table={copiesTable(story.copies)} tz={scope.tz} />
      {story.earlierVerdicts.length > 0 && (
        <p class="soft">
          Judged before as{' '}
          {story.earlierVerdicts
            .map(
              ({ reasons, rules, until }) =>
                `${readable(reasons[0] ?? 'counted')} (rules ${rules}, until ${moment(until, scope.tz)})`,
            )
            .join('; ')}
          .
        </p>
      )}
    </article>
  )
}

function Fact({ name, value }: { name: string; value: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
