// A browser for the story. Promises: looks like a visitor's: a headless browser says so in its User-Agent, and its events would,
// rightly, be labelled as a bot's.
import { type Browser, launch } from '../drivers/index.ts'

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'

/** Chromium with a visitor's User-Agent. @param args further command-line arguments. */
export function launchVisitor(...args: string[]): Promise<Browser> {
  return launch('chromium', { args: [`--user-agent=${AGENT}`, ...args] })
}
