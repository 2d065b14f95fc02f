// The views, in the order of the navigation. The first is where one arrives.
import { overview } from './overview.tsx'
import type { View } from './view.ts'

export const VIEWS: readonly View[] = [overview]

/** The view that the address names, else the first that this person may see. */
export function viewOf(id: string | undefined, open: readonly View[]): View {
  return open.find((view) => view.id === id) ?? open[0] ?? VIEWS[0]!
}
