// The questions of `report`, bound to one store and to what the config says of sites: their time zones.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answers } from '../api/index.ts'
import { countQuarantine, listQuarantine } from '../loader/index.ts'
import { readBytes, remove, secureBytes, systemClock } from '../platform/index.ts'
import {
  attribution,
  books,
  breakdown,
  compare,
  difference,
  experiment,
  experimentTrend,
  feedPage,
  feedPlace,
  findEvent,
  loss,
  recentEvents,
  report,
  restatements,
  series,
  writeParquet,
} from '../report/index.ts'
import type { Store } from '../store/index.ts'
import type { Config } from './config.ts'
import { exportFile } from './export/file.ts'
import { attributionWindows, repeatWindows, siteFacts } from './sites.ts'

type Asked = Parameters<Answers['report']>[0]

export function answersOver(store: Store, config: Pick<Config, 'sites'>): Answers {
  /** The time zone of the question, else that of its one site. */
  const inZone = <Q extends { tz?: string | undefined; site?: string | readonly string[] | undefined }>(
    query: Q,
  ): Q => {
    const [site, ...others] = query.site === undefined ? [] : [query.site].flat()
    const tz = query.tz ?? (others.length === 0 && site !== undefined ? config.sites[site]?.timeZone : undefined)
    return tz === undefined ? query : { ...query, tz }
  }
  const windows = attributionWindows(config)
  const ask: Answers['report'] = async (query: Asked) => ({
    ...(query.compare ? await compare(store, inZone(query), systemClock.now()) : await report(store, inZone(query))),
    repeatWindowSeconds: repeatWindows(config, query.site),
  })
  return {
    report: ask,
    async reportFile(query) {
      const { rows } = await ask(query)
      const path = join(tmpdir(), `wayside-${secureBytes(8).toString('hex')}.parquet`)
      try {
        await writeParquet(store, rows, path)
        return readBytes(path)
      } finally {
        remove(path)
      }
    },
    exportFile: (query) => exportFile(store, { ...query, windows }),
    books: (query) => books(store, inZone(query)),
    experiment: (query) => experiment(store, inZone(query)),
    experimentTrend: (query) => experimentTrend(store, inZone(query)),
    loss: (query) => loss(store, inZone(query)),
    series: (query) => series(store, inZone(query), systemClock.now()),
    breakdown: (query) => breakdown(store, inZone(query), systemClock.now()),
    attribution: (query) => attribution(store, { ...inZone(query), windows }),
    feedPage: (after) => feedPage(store, after),
    feedPlace: (before) => feedPlace(store, before),
    findEvent: (id, sites) => findEvent(store, id, sites),
    recentEvents: (query) => recentEvents(store, query),
    restatements: (query) => restatements(store, inZone(query)),
    async quarantine(sites, code, limit) {
      const held = await listQuarantine(store, { sites, code }, undefined, limit)
      return { counts: await countQuarantine(store, sites), held }
    },
    findHeld: async (id, sites) => (await listQuarantine(store, { sites, id }, undefined, 1))[0],
    difference: (query) => difference(store, inZone(query)),
    siteFacts: (site) => siteFacts(config, site),
  }
}
