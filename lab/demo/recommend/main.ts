// The recommendation service's process: embeds Wayside's SDK as any recommender would.
import type { createSender, createSigner } from '../../../dist/sdk/index.js'
import { readCatalogue, readEssays } from '../catalogue.ts'
import { importBuilt } from '../root.ts'
import { serve } from '../serve.ts'
import { fromEnvironment, localUrl, SITE } from '../settings.ts'
import { recommendApp } from './app.ts'

interface Sdk {
  createSender: typeof createSender
  createSigner: typeof createSigner
}

const { ports, keys, folder } = fromEnvironment()
const sdk = await importBuilt<Sdk>('sdk/index.js')
const signer = sdk.createSigner({ kid: keys.kid, site: SITE, secret: keys.secret })
const sender = sdk.createSender({
  urls: [localUrl(ports, 'backend')],
  key: keys.write,
  site: SITE,
  folder: `${folder}/recommender`,
})

const app = recommendApp({
  catalogue: readCatalogue(),
  essays: readEssays(),
  sign: signer.sign,
  onServed: ({ list, placement, choice }) =>
    sender.served({
      list,
      placement,
      variant: choice.variant,
      items: choice.items.map((item) => item.id),
      propensities: choice.items.map((item) => item.propensity),
    }),
  random: Math.random,
})
serve(app, ports.recommend, async () => {
  await sender.close({ deadlineMs: 1_000 })
})
