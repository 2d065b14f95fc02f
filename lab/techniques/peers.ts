// Three trackers that shops run today, as they come from npm, each set up as its documentation says and pointed at the lab's collector.
// They are served by the lab's tag server, as they would be in a shop.
import { build } from 'esbuild'
import type { Technique } from './technique.ts'

/** Entry scripts. The page's address says which click it is for; none of the three sends that anywhere but in the link's address. */
const SOURCES: Record<string, string> = {
  algolia: `import aa from 'search-insights'
    aa('init', { appId: 'LAB', apiKey: 'lab', host: lab.first, userToken: 'visitor-1' })
    addEventListener('click', (event) => {
      if (event.composedPath().includes(lab.link))
        aa('clickedObjectIDsAfterSearch', { index: 'books', eventName: 'Book clicked', queryID: '0'.repeat(32), objectIDs: [lab.click], positions: [1] })
    })
    window.armed = true`,
  snowplow: `import { newTracker, trackPageView } from '@snowplow/browser-tracker'
    import { enableLinkClickTracking, LinkClickTrackingPlugin } from '@snowplow/browser-plugin-link-click-tracking'
    newTracker('lab', lab.first, { appId: 'shop', encodeBase64: false, plugins: [LinkClickTrackingPlugin()] })
    trackPageView({ title: 'Shop' })
    enableLinkClickTracking()
    window.armed = true`,
  plausible: `import { init } from '@plausible-analytics/tracker'
    window.__plausible = true
    init({ domain: 'shop.example', endpoint: lab.first + '/api/event', outboundLinks: true, autoCapturePageviews: false, captureOnLocalhost: true, logging: false })
    window.armed = true`,
}

const peer = (name: string, title: string, keeps = false): Technique => ({
  name,
  title,
  keeps,
  needsTagServer: true,
  armed: 'window.armed',
  head: ({ tag }) => `<script async src="${tag}/${name}.js"></script>`,
})

export const peers: Technique[] = [
  peer('algolia', 'search-insights 2.17.3 (Algolia)'),
  peer('snowplow', 'Snowplow browser tracker 4.6.8', true),
  peer('plausible', 'Plausible tracker 0.4.6'),
]

/** The files for the tag server, by path. */
export async function buildPeers(): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const [name, contents] of Object.entries(SOURCES)) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: import.meta.dirname },
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'es2022',
      write: false,
      logLevel: 'error',
    })
    files.set(`/${name}.js`, outputFiles[0]!.text)
  }
  return files
}
