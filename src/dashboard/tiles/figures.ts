// Today's figures and the books: what was received and where each record went.
import { element, type Tile } from './tile.ts'

interface Figures {
  report: { rows: { impressions: number; clicks: number; grossClicks: number; clickThroughRate: number | null }[] }
  books: {
    received: number
    counted: number
    duplicate: number
    invalid: Record<string, number>
    quarantined: number
    balanced: boolean
  }
}

export function figuresTile(place: HTMLElement): Tile<Figures> {
  return {
    async get(ask) {
      const today = new Date()
      const day = (offset: number): string => new Date(today.getTime() + offset * 86_400_000).toISOString().slice(0, 10)
      const range = `from=${day(-1)}&to=${day(1)}`
      return { report: await ask(`/api/v1/report?${range}`), books: await ask(`/api/v1/books?${range}`) }
    },
    draw({ report, books }) {
      const totals = report.rows[0] ?? { impressions: 0, clicks: 0, grossClicks: 0, clickThroughRate: null }
      const invalid = Object.values(books.invalid).reduce((sum, count) => sum + count, 0)
      const figures: [string, string][] = [
        ['Clicks (net)', String(totals.clicks)],
        ['Impressions', String(totals.impressions)],
        ['Rate', totals.clickThroughRate === null ? '–' : `${(totals.clickThroughRate * 100).toFixed(2)} %`],
        ['Received', String(books.received)],
        ['Counted', String(books.counted)],
        ['Duplicate', String(books.duplicate)],
        ['Invalid', String(invalid)],
        ['Quarantined', String(books.quarantined)],
        ['Books', books.balanced ? 'balance' : 'DO NOT BALANCE'],
      ]
      place.replaceChildren(
        ...figures.map(([name, value]) => element('div', 'figure', element('b', '', value), element('span', '', name))),
      )
    },
  }
}
