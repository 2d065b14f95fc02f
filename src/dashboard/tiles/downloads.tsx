// The menu of a tile: see it as a table; take its rows as CSV, NDJSON or Parquet, and its chart as PNG or SVG.
import type { JSX, RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Table } from '../parts/table.tsx'
import { saveChart } from './save-chart.ts'
import { saveTable, type TableFormat } from './save-table.ts'

interface DownloadsProps {
  /** Of the files, without their ending. */
  name: string
  table: () => Table
  chart: RefObject<HTMLElement | null>
  asTable: boolean
  onTable: () => void
}

const FORMATS: readonly [TableFormat, string][] = [
  ['csv', 'CSV'],
  ['ndjson', 'NDJSON'],
  ['parquet', 'Parquet'],
]

export function Downloads({ name, table, chart, asTable, onTable }: DownloadsProps): JSX.Element {
  const menu = useRef<HTMLDetailsElement>(null)
  // What the tile draws is known once it is drawn: it is looked at when the menu opens.
  const [isOpen, setOpen] = useState(false)
  useEffect(() => closeOutside(menu.current!), [])
  const [trouble, say] = useState('')
  const close = (): void => {
    menu.current!.open = false
    menu.current!.querySelector('summary')!.focus()
  }
  const take = (saving: Promise<void>): void => {
    saving.then(
      () => {
        say('')
        close()
      },
      (error: Error) => say(`The file could not be saved: ${error.message}`),
    )
  }
  const hasChart = isOpen && !asTable && chart.current?.querySelector('[data-chart]') != null
  return (
    <details
      class="menu"
      ref={menu}
      onToggle={() => setOpen(menu.current!.open)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
      }}
    >
      <summary aria-label={`Downloads and table of ${name}`}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="3" cy="8" r="1.3" />
          <circle cx="8" cy="8" r="1.3" />
          <circle cx="13" cy="8" r="1.3" />
        </svg>
      </summary>
      <ul>
        <li>
          <button
            type="button"
            onClick={() => {
              onTable()
              close()
            }}
          >
            {asTable ? 'Show as drawn' : 'Show as a table'}
          </button>
        </li>
        {FORMATS.map(([format, label]) => (
          <li key={format}>
            <button type="button" onClick={() => take(saveTable(table(), name, format))}>
              Download {label}
            </button>
          </li>
        ))}
        {hasChart &&
          (['png', 'svg'] as const).map((format) => (
            <li key={format}>
              <button type="button" onClick={() => take(saveChart(chart.current!, name, format))}>
                Download {format.toUpperCase()}
              </button>
            </li>
          ))}
        {trouble && (
          <li class="trouble" role="alert">
            {trouble}
          </li>
        )}
      </ul>
    </details>
  )
}

/** Close the menu when somebody clicks elsewhere. @returns how to stop that. */
function closeOutside(menu: HTMLDetailsElement): () => void {
  const listener = (event: Event): void => {
    if (menu.open && !menu.contains(event.target as Node)) menu.open = false
  }
  document.addEventListener('pointerdown', listener)
  return () => document.removeEventListener('pointerdown', listener)
}
