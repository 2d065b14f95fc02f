// A ranked table: a name that filters when it is followed, its share as a thin line, and figures set right.
import type { ComponentChildren, JSX } from 'preact'
import { type Change, hrefOf } from '../state/place.ts'
import { named } from './format.ts'

export interface BarRow {
  name: string | null
  /** 0 to 1: how long the line is. */
  share: number
  cells: ComponentChildren[]
}

interface BarTableProps {
  label: string
  heads: string[]
  rows: readonly BarRow[]
  /** The dimension that a name filters by. */
  filter?: string
  /** The name that is filtered by now. */
  chosen?: string | undefined
  /** Where names lead, beside that. */
  lead?: Change | undefined
}

export function BarTable({ label, heads, rows, filter, chosen, lead }: BarTableProps): JSX.Element {
  return (
    <table class="bars" aria-label={label}>
      <thead>
        <tr>
          {heads.map((head, at) => (
            <th key={head} scope="col" class={at === 0 ? undefined : 'number'}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, share, cells }) => (
          <tr key={name ?? ''} aria-current={chosen !== undefined && chosen === name ? 'true' : undefined}>
            <th scope="row">
              <span class="name">
                {filter && name !== null ? (
                  <a href={hrefOf({ ...lead, [filter]: chosen === name ? undefined : name })} title={name}>
                    {name}
                  </a>
                ) : (
                  named(name)
                )}
              </span>
              <i class="share" style={{ '--share': share }} />
            </th>
            {cells.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells are told apart by their column
              <td key={at} class="number">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
