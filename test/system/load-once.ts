// One loader over a data folder, as a process of its own that a test may kill: opens the store, says so, loads all there is, ends.
// Its own words on standard output: `opened`, then `loaded`.
import { join } from 'node:path'
import { defaultContext, drain } from '../../src/loader/index.ts'
import { openStore } from '../../src/store/index.ts'
import { key, SITE } from './store-kit.ts'

const folder = process.argv[2]!
const store = await openStore({ folder: join(folder, 'store') })
process.stdout.write('opened\n')
await drain({
  logRoot: join(folder, 'log'),
  store,
  keyOf: (kid) => (kid === key.kid ? key : undefined),
  siteOf: (site) => (site === SITE ? defaultContext : undefined),
})
process.stdout.write('loaded\n')
await store.close()
