// One driver for three browser engines, over their own protocols (CDP, WebDriver BiDi, WebDriver); ends every process it started.
// Comes from: lab/, test/browsers/. Goes to: the browsers installed on this machine.
// To drive a browser inside a network namespace, run the calling process in it (`ip netns exec NAME node …`).
import { launchChromium } from './chromium.ts'
import { launchFirefox } from './firefox.ts'
import type { Browser, Engine, LaunchOptions } from './types.ts'
import { launchWebKit } from './webkit.ts'

export { findBrowser, isInstalled } from './find.ts'
export { type Started, start as startProgram } from './processes.ts'
export type { Browser, ClickOptions, Engine, LaunchOptions, Modifier, Page, PageError, Target } from './types.ts'
export { ENGINES } from './types.ts'

const LAUNCHERS = { chromium: launchChromium, firefox: launchFirefox, webkit: launchWebKit }

/** Starts a browser without a window. Certificate errors are ignored; storage, caches and back/forward cache work as a visitor's do. */
export function launch(engine: Engine, options: LaunchOptions = {}): Promise<Browser> {
  return LAUNCHERS[engine](options)
}
