// A choice of a few, as links: it is in the address like everything else.
import type { JSX } from 'preact'
import { hrefOf } from '../state/place.ts'

interface TabsProps {
  label: string
  /** The parameter of the address. */
  name: string
  /** Its value; empty is the first, which the address leaves out. */
  chosen: string
  tabs: readonly (readonly [value: string, text: string])[]
}

export function Tabs({ label, name, chosen, tabs }: TabsProps): JSX.Element {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(([value, text]) => (
        <a
          key={value}
          href={hrefOf({ [name]: value || undefined })}
          aria-current={value === chosen ? 'true' : undefined}
        >
          {text}
        </a>
      ))}
    </nav>
  )
}
