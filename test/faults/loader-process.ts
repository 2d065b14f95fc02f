// The process that loader-kill.test.ts kills: a real loader over a real store, which also looks at its books all the time.
import { join } from 'node:path'
import { defaultContext, startLoader } from '../../src/loader/index.ts'
import { sleep } from '../../src/platform/index.ts'
import { books } from '../../src/report/index.ts'
import { openStore } from '../../src/store/index.ts'
import { key, SITE } from '../system/store-kit.ts'

const folder = process.argv[2]!
const store = await openStore({ folder: join(folder, 'store') })
startLoader({
  logRoot: join(folder, 'log'),
  store,
  keyOf: (kid) => (kid === key.kid ? key : undefined),
  siteOf: (site) => (site === SITE ? defaultContext : undefined),
})
process.on('disconnect', () => process.exit(0))
process.send?.({ enginePid: store.enginePid() })
for (;;) {
  try {
    const now = await books(store, {})
    process.send?.({ enginePid: store.enginePid(), received: now.received, balanced: now.balanced, books: now })
  } catch {
    // The engine was killed: the loader starts it again.
  }
  await sleep(50)
}
