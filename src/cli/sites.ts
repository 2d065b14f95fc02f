// The settings of sites, as judging takes them.
import type { SiteFacts } from '../api/index.ts'
import { PROBE_SITE, WaysideError } from '../event/index.ts'
import { type Context, dataCentreList, defaultContext } from '../loader/index.ts'
import { readText } from '../platform/index.ts'
import { ATTRIBUTION_CLICK_MS, ATTRIBUTION_VIEW_MS, type AttributionWindows } from '../report/index.ts'
import type { Config } from './config.ts'
import type { Keyring } from './keyring.ts'

/** The context of a site that has keys or settings; undefined for any other, whose events go to the quarantine. */
export function siteContexts(config: Config, keys: Keyring): (site: string) => Context | undefined {
  const contexts = new Map<string, Context>(
    Object.entries(config.sites).map(([name, site]) => [
      name,
      {
        ...defaultContext,
        ...(site.origins && { origins: site.origins }),
        ...(site.repeatWindowSeconds !== undefined && { repeatWindowMs: site.repeatWindowSeconds * 1000 }),
        ...(site.tokenLifetimeSeconds !== undefined && { tokenLifetimeSeconds: site.tokenLifetimeSeconds }),
        ...(site.requireConsent !== undefined && { consentRequired: site.requireConsent }),
        ...(site.dataCentreList !== undefined && { dataCentre: dataCentreList(networksOf(site.dataCentreList)) }),
      },
    ]),
  )
  return (name) => contexts.get(name) ?? (keys.has(name) || name === PROBE_SITE ? defaultContext : undefined)
}

/** Windows of attribution of the sites that set one. */
export function attributionWindows(config: Pick<Config, 'sites'>): Record<string, AttributionWindows> {
  const windows: Record<string, AttributionWindows> = {}
  for (const [name, { clickWindowSeconds, viewWindowSeconds }] of Object.entries(config.sites)) {
    if (clickWindowSeconds === undefined && viewWindowSeconds === undefined) continue
    windows[name] = {
      clickMs: clickWindowSeconds === undefined ? ATTRIBUTION_CLICK_MS : clickWindowSeconds * 1000,
      viewMs: viewWindowSeconds === undefined ? ATTRIBUTION_VIEW_MS : viewWindowSeconds * 1000,
    }
  }
  return windows
}

/** What is set for a site, or holds for all: for people who read its figures. */
export function siteFacts({ sites }: Pick<Config, 'sites'>, site: string): SiteFacts {
  const { timeZone, clickWindowSeconds, viewWindowSeconds, repeatWindowSeconds } = sites[site] ?? {}
  return {
    site,
    timeZone: timeZone ?? 'UTC',
    clickWindowSeconds: clickWindowSeconds ?? ATTRIBUTION_CLICK_MS / 1000,
    viewWindowSeconds: viewWindowSeconds ?? ATTRIBUTION_VIEW_MS / 1000,
    repeatWindowSeconds: repeatWindowSeconds ?? defaultContext.repeatWindowMs / 1000,
  }
}

/** Within how long a second event on one item of one list counts as a repeat, by site; `*`: all others. @param asked the sites of the question */
export function repeatWindows(
  { sites }: Pick<Config, 'sites'>,
  asked: string | readonly string[],
): Record<string, number> {
  const windows: Record<string, number> = { '*': defaultContext.repeatWindowMs / 1000 }
  for (const [name, { repeatWindowSeconds }] of Object.entries(sites))
    if (repeatWindowSeconds !== undefined && (asked === '*' || asked.includes(name)))
      windows[name] = repeatWindowSeconds
  return windows
}

function networksOf(path: string): string {
  const text = readText(path)
  if (text === undefined) throw new WaysideError('CONFIG', `There is no data-centre list at ${path}.`)
  return text
}
