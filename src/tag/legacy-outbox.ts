// biome-ignore-all lint/complexity/useArrowFunction: written in ES5, which no tool of ours lowers to
// biome-ignore-all lint/suspicious/noVar: written in ES5
// biome-ignore-all lint/style/useTemplate: written in ES5
// Where the legacy tag keeps clicks, in ES5 syntax: the tag's own format and rules (consent, Global Privacy Control, the site's choice of storage).
// Promises: as the tag's: nothing is stored where it may not be, a refusal erases what was, and setting never throws. What may not be stored, or
// has no room, stands in memory until the page closes.
import { attribute, own } from './legacy-page.ts'

export var PREFIX = 'wayside.click'

type Box = Record<string, string>
var memory: Box = {}
/** The page's storage while it may be used. */
var box: Box = memory
/** May anything be recorded and sent? */
export var isOn = false

function pageStorage(): Box {
  var mode = attribute(own, 'data-storage') || 'local'
  try {
    return (mode === 'none' ? memory : window[(mode + 'Storage') as 'localStorage']) || memory
  } catch (_) {
    return memory
  }
}

/** Did support switch it off in this browser? */
export function isSwitchedOff(): boolean {
  try {
    return !!localStorage.wayside
  } catch (_) {
    return false
  }
}

export function get(key: string): string | undefined {
  return memory[key] || box[key]
}

export function set(key: string, text: string): void {
  memory[key] = text
  try {
    if (box !== memory) {
      box[key] = text
      delete memory[key]
    }
  } catch (_) {}
}

export function remove(key: string): void {
  delete memory[key]
  delete box[key]
}

/** The keys of clicks, each once. */
export function clickKeys(): string[] {
  return Object.keys(memory)
    .concat(box === memory ? [] : Object.keys(box))
    .filter(function (key) {
      return key.indexOf(PREFIX) === 0
    })
}

/** @param answer the visitor's; undefined before there is one */
export function decide(answer?: boolean): void {
  var consent = attribute(own, 'data-consent')
  isOn = answer === true || consent !== 'off'
  if (answer === false) {
    // What an earlier visit stored goes too, and what the tag stored beside it.
    box = pageStorage()
    Object.keys(box)
      .concat(Object.keys(memory))
      .filter(function (key) {
        return key.indexOf('wayside.') === 0 || key === 'wayside-n'
      })
      .map(remove)
  }
  var asks = consent || (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl
  box = answer || (answer === undefined && !asks) ? pageStorage() : memory
  for (var key in memory) set(key, memory[key]!)
}
