// What is drawn inside may fail without taking the rest of the page along: it says so in its place, and can be drawn again.
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useErrorBoundary, useRef } from 'preact/hooks'

interface BoundaryProps {
  /** Of what it says: `This tile`. */
  what: string
  /** What it is drawn from: when that is another, it is drawn again. */
  of: unknown
  /** Asks anew for what it is drawn from. */
  onAgain?: () => void
  children: ComponentChildren
}

export function Boundary({ what, of, onAgain, children }: BoundaryProps): JSX.Element {
  const [error, again] = useErrorBoundary((fault) => console.error(fault))
  const failed = useRef(of)
  useEffect(() => {
    if (error !== undefined && failed.current !== of) again()
    failed.current = of
  }, [error, of, again])
  if (error === undefined) return <>{children}</>
  return (
    <section class="tile wide" data-state="error" aria-label={what}>
      <div class="failure" role="alert">
        <p>{what} could not be drawn. That is a fault of the dashboard; please report it, with the address.</p>
        <button
          type="button"
          onClick={() => {
            again()
            onAgain?.()
          }}
        >
          Try again
        </button>
      </div>
    </section>
  )
}
