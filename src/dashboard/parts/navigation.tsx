// The way from view to view: beside the page where there is room, above it where there is not.
import type { JSX } from 'preact'
import { hrefOf } from '../state/place.ts'
import type { View } from '../views/view.ts'
import { Mark } from './sign-in.tsx'

interface NavigationProps {
  views: readonly View[]
  current: View
  /** How many there are right now. */
  problems: number
  /** Absent: nobody signed in; a shared link is open. */
  onLeave: (() => void) | undefined
}

export function Navigation({ views, current, problems, onLeave }: NavigationProps): JSX.Element {
  return (
    <header class="side">
      <a class="brand" href={hrefOf({ view: undefined })}>
        <Mark />
        <span>Wayside</span>
      </a>
      <nav aria-label="Views">
        <ul>
          {views.map((view, at) => (
            <li key={view.id}>
              <a
                href={hrefOf({ view: at === 0 ? undefined : view.id })}
                aria-current={view === current ? 'page' : undefined}
              >
                {view.title}
                {view.hasProblems && problems > 0 && (
                  <b class="mark-problems">
                    {problems}
                    <span class="hidden">{problems === 1 ? ' problem' : ' problems'}</span>
                  </b>
                )}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {onLeave && (
        <div class="side-end">
          <a href="/api/v1">API</a>
          <button type="button" class="plain" onClick={onLeave}>
            Sign out
          </button>
        </div>
      )}
    </header>
  )
}
