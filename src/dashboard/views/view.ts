// What a view is: a page of tiles about one site. A view of its own file joins the navigation by being listed in `index.ts`.
import type { ComponentChildren } from 'preact'
import type { Me } from '../api/answers.ts'
import type { Filter } from '../state/filters.ts'
import type { Scope } from '../tiles/tile.ts'

export interface ViewProps {
  scope: Scope
  me: Me
}

export interface View {
  /** In the address: `?view=books`. */
  id: string
  title: string
  /** One line below the title. */
  about: string
  /** Whether it is about a stretch of time; the view `live` is always about now. */
  hasStretch: boolean
  /** What its figures may be narrowed down to; absent: nothing. */
  filters?: readonly Filter[]
  /** Only for these rights; absent: for all. */
  rights?: readonly Me['right'][]
  /** It tells what is wrong: the navigation marks it while something is. */
  hasProblems?: boolean
  /** A shared link may show it; the API's `SHARE_VIEWS` names it, with the questions that it asks. */
  isShared?: boolean
  draw(props: ViewProps): ComponentChildren
}
