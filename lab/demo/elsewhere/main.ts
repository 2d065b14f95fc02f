// The other site's process.
import { readEssays } from '../catalogue.ts'
import { serve } from '../serve.ts'
import { fromEnvironment, publicUrl } from '../settings.ts'
import { elsewhereApp } from './app.ts'

const { ports } = fromEnvironment()
serve(elsewhereApp(readEssays(), publicUrl(ports, 'store')), ports.elsewhere)
