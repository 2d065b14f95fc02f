// Where the browsers are: an environment variable first, then the usual paths, then Playwright's own downloads.
// Says which package to install when there is none. Downloads nothing.
import { existsSync, globSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from './types.ts'

/** `driver` and `display` are what WebKit needs besides the browser. */
export type Program = Engine | 'webkit-driver' | 'display'

interface Place {
  variable: string
  paths: string[]
  /** Below Playwright's browser folder. Its WebKit build speaks no WebDriver, so it is of no use here. */
  playwright: string[]
  debian: string
}

const PLACES: Record<Program, Place> = {
  chromium: {
    variable: 'WAYSIDE_CHROMIUM',
    paths: [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/usr/bin/google-chrome-stable',
    ],
    playwright: ['chromium-*/chrome-linux*/chrome'],
    debian: 'chromium',
  },
  firefox: {
    variable: 'WAYSIDE_FIREFOX',
    paths: ['/usr/bin/firefox-esr', '/usr/bin/firefox'],
    playwright: ['firefox-*/firefox/firefox'],
    debian: 'firefox-esr',
  },
  webkit: {
    variable: 'WAYSIDE_WEBKIT',
    paths: globSync('/usr/{lib,libexec}/{*-linux-gnu/,}webkit2gtk-4.1/MiniBrowser'),
    playwright: [],
    debian: 'webkit2gtk-driver',
  },
  'webkit-driver': {
    variable: 'WAYSIDE_WEBKIT_DRIVER',
    paths: ['/usr/bin/WebKitWebDriver'],
    playwright: [],
    debian: 'webkit2gtk-driver',
  },
  display: { variable: 'WAYSIDE_XVFB', paths: ['/usr/bin/Xvfb'], playwright: [], debian: 'xvfb' },
}

function look(program: Program): string | undefined {
  const place = PLACES[program]
  const named = process.env[place.variable]
  if (named !== undefined) return existsSync(named) ? named : undefined
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache/ms-playwright')
  const downloaded = () => place.playwright.flatMap((pattern) => globSync(join(folder, pattern))).sort()
  return place.paths.find((path) => existsSync(path)) ?? downloaded().at(-1)
}

/** Path of the program. Throws with the fix when it isn't there. */
export function findBrowser(program: Program): string {
  const found = look(program)
  if (found) return found
  const { variable, debian } = PLACES[program]
  throw new Error(
    `${program} was not found. Install it (Debian, Ubuntu: apt-get install ${debian}) or set ${variable} to its path.`,
  )
}

/** Whether everything that the engine's driver needs is here. */
export function isInstalled(engine: Engine): boolean {
  const needed: Program[] = engine === 'webkit' ? ['webkit', 'webkit-driver', 'display'] : [engine]
  return needed.every((program) => look(program) !== undefined)
}
