// The book store's process.
import { readCatalogue, readEssays } from '../catalogue.ts'
import { serve } from '../serve.ts'
import { fromEnvironment, localUrl } from '../settings.ts'
import { storeApp } from './app.ts'
import { listsFrom } from './lists.ts'

const { ports } = fromEnvironment()
const lists = listsFrom(localUrl(ports, 'recommend'))
serve(storeApp({ catalogue: readCatalogue(), essays: readEssays(), lists, ports }), ports.store)
