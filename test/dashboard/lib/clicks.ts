// Clicks of just now, sent as a server sends them: most at once, some that an outage held up.
import type { Node } from './node.ts'

const ITEMS = [
  'Emma',
  'Persuasion',
  'Moby-Dick',
  'Dracula',
  'Walden',
  'Kidnapped',
  'Flatland',
  'Villette',
  'Ruth',
  'Kim',
]
const PLACEMENTS = ['product page', 'front page', 'basket']
/** Every so many waited out an outage. */
const LATE_EVERY = 6

/** @param spreadMs over how long until now they happened */
export async function sendClicks({ url, keys }: Node, count: number, spreadMs: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    const occurredAt = Date.now() - (at % LATE_EVERY === 0 ? spreadMs * 0.6 + at * 2_000 : 0)
    await sendClick(
      { url, keys },
      { item: ITEMS[(at * 7) % ITEMS.length]!, placement: PLACEMENTS[at % 3]!, occurredAt, position: 1 + (at % 5) },
    )
    await new Promise((resolve) => setTimeout(resolve, 150 + (at % 7) * 90))
  }
}

export interface SentClick {
  item: string
  placement: string
  occurredAt: number
  position: number
}

/** @throws when it was not accepted. */
export async function sendClick(
  { url, keys }: Pick<Node, 'url' | 'keys'>,
  { occurredAt, ...facts }: SentClick,
): Promise<void> {
  const event = {
    id: idOf(occurredAt),
    type: 'click',
    occurredAt,
    listId: `live-${occurredAt}`,
    variant: 'similar books',
    ...facts,
  }
  const answer = await fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${keys.write}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ v: 1, site: 'bookstore', events: [event] }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

function idOf(time: number): string {
  const digits = time.toString(16).padStart(12, '0')
  const chance = Math.random().toString(16).slice(2).padEnd(15, '0')
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7${chance.slice(0, 3)}-8abc-${chance.slice(3, 15)}`
}
