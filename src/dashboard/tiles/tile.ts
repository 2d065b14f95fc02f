// What a tile is: it gets its data, and it draws them, apart from each other. The frame around it shows loading, emptiness, errors and what is missing.
import type { ComponentChildren } from 'preact'
import type { Ask } from '../api/client.ts'
import type { Table } from '../parts/table.tsx'
import type { Change, Place } from '../state/place.ts'
import type { Stretch } from '../state/range.ts'

/** What a view is about: the same for all its tiles. */
export interface Scope {
  site: string
  tz: string
  stretch: Stretch
  /** Chosen by click: dimension → value. */
  filters: Readonly<Record<string, string>>
  place: Place
  /** Where names, figures and zooms of the tiles lead, beside what they change; absent: within this view. */
  lead?: Change
}

/** How a tile looks, whoever gets its data: a view that gets them for several tiles at once gives each its own. Data of null: nothing was asked for yet. */
export interface Face<Data> {
  /** Of files that are downloaded, and of the tile's place on the page. */
  name: string
  title: string
  /** One line below the title: what is shown, and in which unit. */
  about?(scope: Scope, data: Data | undefined): ComponentChildren
  /** What there is nothing of; the frame adds how to get the first click. Absent: never empty. */
  empty?(data: Data, scope: Scope): string | undefined
  /** What is missing from the figures, as far as is known. */
  partial?(data: Data, scope: Scope): string | undefined
  /** Where something is entered: it stands above whatever state the answer is in. */
  form?(scope: Scope, data: Data | undefined): ComponentChildren
  /** The same as rows, to read without the drawing and to download. */
  table?(data: Data, scope: Scope): Table
  draw(data: Data, scope: Scope): ComponentChildren
}

export interface Tile<Data> extends Face<Data> {
  get(ask: Ask, scope: Scope): Promise<Data>
  /** How often to ask again, milliseconds; as the stretch needs it otherwise. */
  again?: number
}
