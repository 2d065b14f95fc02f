// Clicks and keys as WebDriver actions: Firefox (BiDi) and WebKit (classic) take the same lists.
import type { Json } from './channel.ts'
import { KEYS, MODIFIER_KEYS } from './page.ts'
import type { ClickOptions, Modifier } from './types.ts'

const BUTTONS = { left: 0, middle: 1, right: 2 }

/** Modifiers down, pointer there, down, up, modifiers up. */
export function clickActions(point: { x: number; y: number }, options: ClickOptions): Json[] {
  const keys = (options.modifiers ?? []).map((name) => MODIFIER_KEYS[name])
  const pauses = (count: number): Json[] => Array.from({ length: count }, () => ({ type: 'pause' }))
  const button = BUTTONS[options.button ?? 'left']
  const press: Json[] = [
    { type: 'pointerMove', ...point, duration: 0 },
    { type: 'pointerDown', button },
    { type: 'pointerUp', button },
  ]
  const pointer = {
    type: 'pointer',
    id: `pointer-${options.pointer ?? 'mouse'}`,
    parameters: { pointerType: options.pointer ?? 'mouse' },
  }
  if (keys.length === 0) return [{ ...pointer, actions: press }]
  return [
    {
      type: 'key',
      id: 'keyboard',
      actions: [
        ...keys.map((value) => ({ type: 'keyDown', value })),
        ...pauses(press.length),
        ...keys.toReversed().map((value) => ({ type: 'keyUp', value })),
      ],
    },
    { ...pointer, actions: [...pauses(keys.length), ...press, ...pauses(keys.length)] },
  ]
}

export function keyActions(name: string, modifiers: Modifier[] = []): Json[] {
  const held = modifiers.map((modifier) => MODIFIER_KEYS[modifier])
  const pressed = [...held, KEYS[name]?.webdriver ?? name]
  const down = pressed.map((value) => ({ type: 'keyDown', value }))
  return [
    {
      type: 'key',
      id: 'keyboard',
      actions: [...down, ...pressed.toReversed().map((value) => ({ type: 'keyUp', value }))],
    },
  ]
}
