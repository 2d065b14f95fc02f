// Engine and device of a user agent, coarse on purpose: enough to compare loss by engine and clicks by device, too little to follow anyone.
// Promises: pure, bounded memory. Does not: find bots (`judge/` does).

export interface Agent {
  /** `blink`, `gecko`, `webkit`, `other`, or empty when there is no user agent. */
  engine: string
  /** `mobile`, `tablet`, `desktop`, or empty. */
  device: string
}

const REMEMBERED_MAX = 10_000
const known = new Map<string, Agent>()

/** Engine and device, from the user agent's words. */
export function agentOf(text: string): Agent {
  const before = known.get(text)
  if (before) return before
  const agent = { engine: engineOf(text), device: deviceOf(text) }
  if (known.size >= REMEMBERED_MAX) known.clear()
  known.set(text, agent)
  return agent
}

function engineOf(text: string): string {
  if (text === '') return ''
  // Every browser on iOS is WebKit, whatever its name.
  if (/iPhone|iPad|iPod/.test(text)) return 'webkit'
  if (/Chrome\/|Chromium\//.test(text)) return 'blink'
  if (/Gecko\/\d/.test(text)) return 'gecko'
  if (/AppleWebKit\//.test(text)) return 'webkit'
  return 'other'
}

function deviceOf(text: string): string {
  if (text === '') return ''
  if (/iPad|Tablet|PlayBook|Silk|Android(?!.*Mobile)/.test(text)) return 'tablet'
  if (/Mobi|iPhone|iPod|Android/.test(text)) return 'mobile'
  return 'desktop'
}
