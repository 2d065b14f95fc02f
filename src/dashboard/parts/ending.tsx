// A button that ends something for good: it asks once more, in its own place.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { type AskError, send } from '../api/client.ts'

export function Ending({ path, word, what }: { path: string; word: string; what: string }): JSX.Element {
  const [step, setStep] = useState<'' | 'sure' | 'going'>('')
  const [trouble, setTrouble] = useState('')
  const end = (): void => {
    setStep('going')
    send('DELETE', path).catch((error: AskError) => {
      setTrouble(error.message)
      setStep('')
    })
  }
  return (
    <span class="ending">
      {step === '' ? (
        <button type="button" onClick={() => setStep('sure')} aria-label={`${word} ${what}`}>
          {word}
        </button>
      ) : (
        <>
          <button
            type="button"
            class="danger"
            onClick={end}
            disabled={step === 'going'}
            aria-label={`${word} ${what}, for good`}
          >
            {word} for good
          </button>
          <button type="button" onClick={() => setStep('')}>
            Keep
          </button>
        </>
      )}
      {trouble && <span role="alert">{trouble}</span>}
    </span>
  )
}
