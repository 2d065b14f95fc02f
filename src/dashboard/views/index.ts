// The views, in the order of the navigation. The first is where one arrives.
import { access } from './access.tsx'
import { books } from './books.tsx'
import { difference } from './difference.tsx'
import { experiment } from './experiment.tsx'
import { health } from './health.tsx'
import { install } from './install.tsx'
import { live } from './live.tsx'
import { overview } from './overview.tsx'
import type { View } from './view.ts'
import { weekly } from './weekly.tsx'

export const VIEWS: readonly View[] = [
  ...[overview, live, experiment, books, difference],
  ...[weekly, health, install, access],
]

/** The view that the address names, else the first that this person may see. */
export function viewOf(id: string | undefined, open: readonly View[]): View {
  return open.find((view) => view.id === id) ?? open[0] ?? VIEWS[0]!
}
