// Asked before a link's key takes the place of whoever is signed in.
import type { JSX } from 'preact'
import type { Offer } from '../state/arrival.ts'
import { Mark } from './sign-in.tsx'

interface OtherKeyProps {
  offer: Offer
  onDecided(isTaken: boolean): void
}

export function OtherKey({ offer: { now, then }, onDecided }: OtherKeyProps): JSX.Element {
  return (
    <main class="sign-in">
      <Mark />
      <h1>Wayside</h1>
      <p>
        You are signed in as <b>{now}</b>. The link that you followed would sign you in as <b>{then}</b>. If you did not
        expect that, stay.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onDecided(false)
        }}
      >
        <button type="submit">Stay signed in as {now}</button>
        <button type="button" class="plain" onClick={() => onDecided(true)}>
          Use the link: sign in as {then}
        </button>
      </form>
    </main>
  )
}
