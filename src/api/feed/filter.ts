// Which events of the feed somebody wants, and may have.
import { PROBE_SITE } from '../../event/index.ts'
import type { FeedEvent } from '../../report/index.ts'
import type { Grant } from '../context.ts'

export interface FeedFilter {
  sites: readonly string[] | '*'
  /** Absent: all. */
  types?: readonly string[] | undefined
  placement?: string | undefined
  variant?: string | undefined
  item?: string | undefined
  /** `all`, or one verdict. */
  verdict: string
}

export function isWanted(event: FeedEvent, { sites, types, placement, variant, item, verdict }: FeedFilter): boolean {
  return (
    (sites === '*' ? event.site !== PROBE_SITE : sites.includes(event.site)) &&
    (verdict === 'all' || event.verdict === verdict) &&
    (types === undefined || types.includes(event.type)) &&
    (placement === undefined || event.placement === placement) &&
    (variant === undefined || event.variant === variant) &&
    (item === undefined || event.item === item)
  )
}

/** The sites that both a key covers and somebody asked for. */
export function sitesOf(grant: Grant, site: string | undefined): readonly string[] | '*' {
  if (site === undefined) return grant.sites
  return grant.sites === '*' || grant.sites.includes(site) ? [site] : []
}
