// A text to take along: shown whole, and copied by a button; where the browser lets no page copy, it is selected instead.
import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'

export function Copy({ text, label }: { text: string; label: string }): JSX.Element {
  const [said, say] = useState('')
  const shown = useRef<HTMLPreElement>(null)
  const copy = async (): Promise<void> => {
    try {
      // Pages that came over plain http have no clipboard at all.
      await navigator.clipboard.writeText(text)
      say('Copied')
    } catch {
      getSelection()?.selectAllChildren(shown.current!)
      say('Selected: press Ctrl+C or ⌘C, since this browser does not let this page copy')
    }
  }
  return (
    <div class="copy">
      <section tabIndex={0} aria-label={label}>
        <pre ref={shown}>{text}</pre>
      </section>
      <button type="button" onClick={() => void copy()} aria-label={`Copy ${label}`}>
        Copy
      </button>
      <span role="status">{said}</span>
    </div>
  )
}
