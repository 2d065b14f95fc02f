// What a browser and a page can be asked to do, the same for three engines. Input is always the engine's own
// trusted input, so the page sees `isTrusted`. Nothing here waits on a page that hangs.

/** The engines that have a driver. `webkit` is WebKitGTK's MiniBrowser: the same page engine as Safari's, another network stack. */
export type Engine = 'chromium' | 'firefox' | 'webkit'
export const ENGINES: readonly Engine[] = ['chromium', 'firefox', 'webkit']

export interface LaunchOptions {
  /** Folder of the profile, kept after the browser ends; without it a fresh one is made and removed. WebKit's driver always starts with nothing stored. */
  profile?: string
  /** Further command-line arguments of the browser. */
  args?: string[]
  /** The setting by which sites may store nothing: every access throws. WebKit's driver has no such setting; it rejects. */
  blockStorage?: boolean
  /** Firefox preferences, written to the profile's `user.js`. */
  prefs?: Record<string, string | number | boolean>
}

export interface Browser {
  readonly engine: Engine
  /** As the browser names itself, e.g. `Chrome/156.0.8078.79`. */
  readonly version: string
  /** The leader of the process group that holds everything this browser started. */
  readonly pid: number
  /** Whether a profile survives `close()`: false for WebKit. */
  readonly keepsProfile: boolean
  /** Whether `Page.errors()` tells anything: false for WebKit, whose driver has no word for it. */
  readonly reportsErrors: boolean
  /** A new tab, in front. */
  newPage(): Promise<Page>
  /** Every tab that is open now, also those that the pages opened, oldest first where the engine tells. */
  pages(): Promise<Page[]>
  /** A normal quit, as by the menu; resolves when the processes have ended. */
  close(): Promise<void>
  /** SIGKILL of the process group; resolves when the processes have ended. */
  kill(): Promise<void>
}

export type Modifier = 'alt' | 'ctrl' | 'meta' | 'shift'

/** Viewport coordinates in CSS pixels, or a selector whose first match is scrolled into view and hit in its middle. */
export type Target = string | { x: number; y: number }

export interface ClickOptions {
  /** WebKit's driver knows only `left`; it throws for the others. */
  button?: 'left' | 'middle' | 'right'
  modifiers?: Modifier[]
  /** `touch` is a tap. WebKit's driver has none; it throws. */
  pointer?: 'mouse' | 'touch'
}

/** What a page complained about: an uncaught exception, a `console.error`, or the browser's own error line (a blocked or failed load). */
export interface PageError {
  kind: 'exception' | 'console' | 'browser'
  text: string
}

export interface Page {
  /**
   * Asks for the navigation and waits for its `load` event, at most `waitMs` (10,000; 0 = not at all).
   * Resolves to whether it loaded; a page that hangs or fails is no error.
   */
  goto(url: string, options?: { waitMs?: number }): Promise<boolean>
  click(target: Target, options?: ClickOptions): Promise<void>
  /** One key: `Enter`, `Tab`, `Escape`, `Space`, `ArrowDown`, or a single character. */
  key(name: string, options?: { modifiers?: Modifier[] }): Promise<void>
  /** The value of a JavaScript expression in the page, through JSON; a promise is awaited, `undefined` comes back as `null`. */
  evaluate<T = unknown>(expression: string): Promise<T>
  url(): Promise<string>
  /** Runs the code before a page's own scripts, in every document that this tab opens from now on. WebKit's driver cannot: it rejects. */
  onNewDocument(code: string): Promise<void>
  /** The viewport as PNG. WebKit's driver never answers this command on a virtual display: it rejects. */
  screenshot(): Promise<Buffer>
  /** What the page complained about since it was opened; see `reportsErrors`. */
  errors(): PageError[]
  onError(listener: (error: PageError) => void): void
  /** Brings the tab to the front: the others become hidden. */
  activate(): Promise<void>
  /** Closes the tab, as its visitor would. */
  close(): Promise<void>
}
