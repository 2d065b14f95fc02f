// What a tile is: it gets its data and draws it, apart from each other. The frame around it shows loading, emptiness, errors and what is missing.
import type { ComponentChildren } from 'preact'
import type { Ask } from '../api/client.ts'
import type { Table } from '../parts/table.tsx'
import type { Place } from '../state/place.ts'
import type { Stretch } from '../state/range.ts'

/** What a view is about: the same for all its tiles. */
export interface Scope {
  site: string
  tz: string
  stretch: Stretch
  /** Chosen by click: dimension → value. */
  filters: Readonly<Record<string, string>>
  place: Place
}

export interface Tile<Data> {
  /** Of files that are downloaded, and of the tile's place on the page. */
  name: string
  title: string
  /** One line below the title: what is shown, and in which unit. */
  about?(scope: Scope, data: Data | undefined): ComponentChildren
  get(ask: Ask, scope: Scope): Promise<Data>
  /** How often to ask again, milliseconds; as the stretch needs it otherwise. */
  again?: number
  /** What there is nothing of; the frame adds how to get the first click. Absent: never empty. */
  empty?(data: Data, scope: Scope): string | undefined
  /** What is missing from the figures, as far as is known. */
  partial?(data: Data, scope: Scope): string | undefined
  /** The same as rows, to read without the drawing and to download. */
  table?(data: Data, scope: Scope): Table
  draw(data: Data, scope: Scope): ComponentChildren
}
