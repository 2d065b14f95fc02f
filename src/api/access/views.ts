// Which questions each view of the dashboard asks: what a shared link may ask, and nothing else.
// No shared link reaches a visitor's id, an address, an export, the feed (which carries visitors' ids), keys, or another link.

/** View → paths under /api/v1. */
const ASKED = {
  overview: ['report', 'series', 'breakdown'],
  live: ['events'],
  experiment: ['experiment', 'experiment/trend', 'breakdown'],
  books: ['books', 'loss', 'restatements', 'quarantine'],
  difference: ['difference'],
  weekly: ['report', 'series', 'breakdown', 'books', 'loss'],
} as const

type ShareView = keyof typeof ASKED
/** What a link may show. */
export const SHARE_VIEWS: readonly ShareView[] = Object.keys(ASKED) as ShareView[]

/** Paths that a link to this view may ask; to all views, when it names none. Who asks, and how complete figures are, is told to everybody. */
export function pathsOf(view: string | undefined): string[] {
  const names = view === undefined ? Object.values(ASKED).flat() : (ASKED[view as ShareView] ?? [])
  return [...new Set(['session', 'sites', 'freshness', ...names])].map((name) => `/api/v1/${name}`)
}
