// Which questions each view of the dashboard asks: what a shared link may ask, and nothing else.
// No shared link reaches a visitor's id, an address, an export, the feed (which carries visitors' ids), keys, or another link.

/** View → paths under /api/v1. */
const ASKED: Readonly<Record<ShareView, readonly string[]>> = {
  overview: ['report', 'series', 'breakdown', 'books', 'loss', 'attribution'],
  live: ['events', 'report', 'series', 'books'],
  experiment: ['experiment', 'experiment/trend', 'breakdown', 'report', 'loss'],
  books: ['books', 'loss', 'restatements', 'report', 'quarantine'],
  difference: ['difference', 'report'],
  weekly: ['report', 'series', 'breakdown', 'books', 'loss'],
}

export type ShareView = 'overview' | 'live' | 'experiment' | 'books' | 'difference' | 'weekly'
export const SHARE_VIEWS: readonly [ShareView, ...ShareView[]] = [
  'overview',
  'live',
  'experiment',
  'books',
  'difference',
  'weekly',
]

/** Paths that a link to this view may ask; to all views, when it names none. Who asks is told to everybody. */
export function pathsOf(view: string | undefined): string[] {
  const names = view === undefined ? SHARE_VIEWS.flatMap((name) => ASKED[name]) : (ASKED[view as ShareView] ?? [])
  return [...new Set(['session', 'sites', ...names])].map((name) => `/api/v1/${name}`)
}
