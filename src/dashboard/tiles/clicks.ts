// The latest clicks, newest first: when, where, what, and how long each waited in an outbox.
import { element, type Tile } from './tile.ts'

interface Click {
  id: string
  type: string
  site: string
  item: string
  placement: string
  variant: string
  verdict: string
  datacenter: string
  /** ISO 8601. */
  occurredAt: string
  receivedAt: string
  copies: number
}

/** A click that came this much later than it happened was kept in an outbox meanwhile, milliseconds. */
const RECOVERED_AFTER_MS = 5_000

export function clicksTile(place: HTMLElement): Tile<Click[]> {
  return {
    async get(ask) {
      const { events } = await ask<{ events: Click[] }>('/api/v1/events?limit=200')
      return events.filter((event) => event.type === 'click').slice(0, 50)
    },
    draw(clicks) {
      const rows = clicks.map((click) => {
        const waitedMs = Date.parse(click.receivedAt) - Date.parse(click.occurredAt)
        const recovered = waitedMs > RECOVERED_AFTER_MS
        const kind = click.verdict !== 'counted' ? 'invalid' : recovered ? 'recovered' : 'direct'
        return element(
          'tr',
          kind,
          element('td', '', new Date(click.occurredAt).toLocaleTimeString()),
          element('td', '', click.site),
          element('td', '', `${click.placement} / ${click.variant}`),
          element('td', 'item', click.item),
          element('td', '', click.datacenter.toUpperCase()),
          element('td', '', recovered ? `recovered after ${Math.round(waitedMs / 1000)} s` : 'at once'),
          element('td', 'number', String(click.copies)),
          element('td', '', click.verdict),
        )
      })
      place.replaceChildren(
        ...(rows.length
          ? rows
          : [element('tr', 'empty', element('td', '', 'No click yet. Open the shop and follow a recommendation.'))]),
      )
    },
  }
}
