// The page: who is there, which site, which view. Knows no view by name.
import { Fragment, type JSX } from 'preact'
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Me } from './api/answers.ts'
import { AskError, ask, forgetAnswers, onEnded, send } from './api/client.ts'
import { takeKey } from './api/link.ts'
import { Boundary } from './parts/boundary.tsx'
import { Masthead } from './parts/masthead.tsx'
import { Navigation } from './parts/navigation.tsx'
import { OtherKey } from './parts/other-key.tsx'
import { SignIn } from './parts/sign-in.tsx'
import { arriveWith, type Offer, signIn } from './state/arrival.ts'
import { Freshness, useFreshness } from './state/freshness.ts'
import { followInside, type Place, usePlace } from './state/place.ts'
import { useProblems } from './state/problems.ts'
import { scopeOf } from './state/scope.ts'
import { useNow } from './state/use-now.ts'
import { VIEWS, viewOf } from './views/index.ts'
import type { View } from './views/view.ts'

/** Stretches that move with the clock move this often. */
const MINUTE_MS = 60_000

export function App(): JSX.Element {
  const place = usePlace()
  const [me, setMe] = useState<Me | AskError | undefined>()
  const [wasIn, setIn] = useState(false)
  const [offer, setOffer] = useState<Offer>()
  const look = useCallback(async (): Promise<void> => {
    forgetAnswers()
    const key = takeKey()
    const offered = key ? await arriveWith(key) : undefined
    if (offered) return setOffer(offered)
    await ask<Me>('/api/v1/sites').then((found) => {
      setMe(found)
      setIn(true)
    }, setMe)
  }, [])
  useEffect(() => void look(), [look])
  useEffect(() => onEnded(setMe), [])
  useEffect(() => {
    document.addEventListener('click', followInside)
    return () => document.removeEventListener('click', followInside)
  }, [])
  if (offer) {
    const decide = async (isTaken: boolean): Promise<void> => {
      if (isTaken) await signIn(offer.key)
      setOffer(undefined)
      await look()
    }
    return <OtherKey offer={offer} onDecided={(isTaken) => void decide(isTaken)} />
  }
  if (me === undefined)
    return (
      <p class="boot" role="status">
        Loading …
      </p>
    )
  if (me instanceof AskError) return <SignIn error={me} wasIn={wasIn} onSignedIn={() => void look()} />
  const leave = (): void => {
    // What is still asked now finds nobody, and must not end who signs in next.
    forgetAnswers()
    setMe(undefined)
    const again = (): void => void look()
    send('DELETE', '/api/v1/session').then(again, again)
  }
  return (
    <Boundary what="This page" of={JSON.stringify(place)}>
      <Page me={me} place={place} onLeave={leave} />
    </Boundary>
  )
}

function Page({ me, place, onLeave }: { me: Me; place: Place; onLeave: () => void }): JSX.Element {
  const views = VIEWS.filter((view) => isOpen(view, me))
  const view = viewOf(place.view, views)
  const now = useNow(MINUTE_MS)
  const scope = scopeOf(me, place, view, new Date(now))
  const freshness = useFreshness()
  const problems = useProblems(views.some(({ hasProblems }) => hasProblems))
  const title = scope ? `${view.title} · ${scope.site} · Wayside` : 'Wayside'
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <div class="page">
      <a class="skip" href="#view">
        Skip to the figures
      </a>
      <Navigation views={views} current={view} problems={problems} onLeave={me.by === 'share' ? undefined : onLeave} />
      <main id="view" tabIndex={-1} data-view={view.id}>
        {scope ? (
          <Freshness.Provider value={freshness}>
            <Masthead view={view} scope={scope} me={me} />
            {/* Views draw frames at the same places: a new view must not begin with the old one's data. */}
            <Fragment key={view.id}>{view.draw({ scope, me })}</Fragment>
          </Freshness.Provider>
        ) : (
          <p class="empty">
            This key covers no site that exists. Make a site's keys with <code>wayside key add</code>.
          </p>
        )}
      </main>
    </div>
  )
}

/** Whether somebody may see a view: a shared link opens one, or all that may be shared. */
function isOpen({ id, rights, isShared }: View, { by, right, view }: Me): boolean {
  if (by === 'share') return isShared === true && (view === null || view === id)
  return rights === undefined || rights.includes(right)
}
