// What engines and kinds of links are called in pages and pictures, in the order in which they stand there.
export const ENGINE_NAMES: Record<string, string> = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' }

export const DESTINATION_NAMES: Record<string, string> = {
  'cross-site': 'to another site',
  'same-site': 'within the shop',
  stays: 'in a new tab, page stays',
}
