// A button that ends something for good: it asks once more, in its own place. The focus follows: a button that goes must not take it along.
import type { JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type AskError, send } from '../api/client.ts'

export function Ending({ path, word, what }: { path: string; word: string; what: string }): JSX.Element {
  const [step, setStep] = useState<'' | 'sure' | 'going'>('')
  const [trouble, setTrouble] = useState('')
  const place = useRef<HTMLSpanElement>(null)
  const isAsked = useRef(false)
  // The first button again, or the one that keeps; before the page is drawn, so that the focus is nowhere else meanwhile.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step has buttons of its own
  useLayoutEffect(() => {
    if (isAsked.current) place.current!.querySelector<HTMLElement>('button:last-of-type')!.focus()
    isAsked.current = false
  }, [step])
  const ask = (next: '' | 'sure'): void => {
    isAsked.current = true
    setStep(next)
  }
  const end = (): void => {
    if (step === 'going') return
    setStep('going')
    send('DELETE', path).then(
      () => place.current?.closest<HTMLElement>('[tabindex]')?.focus(),
      (error: AskError) => {
        setTrouble(error.message)
        ask('')
      },
    )
  }
  return (
    <span class="ending" ref={place}>
      {step === '' ? (
        <button type="button" onClick={() => ask('sure')} aria-label={`${word} ${what}`}>
          {word}
        </button>
      ) : (
        <>
          <button
            type="button"
            class="danger"
            onClick={end}
            aria-disabled={step === 'going'}
            aria-label={`${word} ${what}, for good`}
          >
            {word} for good
          </button>
          <button type="button" onClick={() => ask('')}>
            Keep
          </button>
        </>
      )}
      {trouble && <span role="alert">{trouble}</span>}
    </span>
  )
}
