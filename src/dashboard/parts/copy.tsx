// A text to take along: shown whole, and copied by a button.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'

export function Copy({ text, label }: { text: string; label: string }): JSX.Element {
  const [said, say] = useState('')
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => say('Copied'),
      () => say('Select the text and copy it: this browser does not let pages do so'),
    )
  }
  return (
    <div class="copy">
      <section tabIndex={0} aria-label={label}>
        <pre>{text}</pre>
      </section>
      <button type="button" onClick={copy} aria-label={`Copy ${label}`}>
        Copy
      </button>
      <span role="status">{said}</span>
    </div>
  )
}
