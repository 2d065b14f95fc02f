// biome-ignore-all lint/complexity/useArrowFunction: written in ES5, which no tool of ours lowers to
// biome-ignore-all lint/complexity/useOptionalChain: written in ES5
// biome-ignore-all lint/suspicious/noVar: written in ES5
// biome-ignore-all lint/correctness/noInnerDeclarations: written in ES5
// biome-ignore-all lint/style/useTemplate: written in ES5
// What the legacy tag reads of the page, in ES5 syntax: its own attributes, and the item that a clicked link stands for.
// Promises: reads, never changes; counts what the tag itself would. Does not: see into shadow roots, which browsers of that age have not.

export var own: Element | null = document.currentScript || document.querySelector('script[src*="wayside.legacy"]')

export function attribute(element: Node | null, name: string): string | null {
  return element && (element as Element).getAttribute ? (element as Element).getAttribute(name) : null
}

/** The nearest element from here up that has the attribute. */
export function nearest(element: Node | null, name: string): HTMLElement | null {
  while (element && !attribute(element, name)) element = element.parentNode
  return element as HTMLElement | null
}

export function payloadOf(token: string): { s?: string; i?: string[] } {
  try {
    return JSON.parse(decodeURIComponent(escape(atob(token.split('.')[2]!.replace(/-/g, '+').replace(/_/g, '/')))))
  } catch (_) {
    return {}
  }
}

/** What a link in this section stands for. Where items are named only they count. @returns undefined where it stands for nothing. */
export function placeOf(
  link: Element,
  section: HTMLElement,
): { item: string; position: number | undefined } | undefined {
  if (section.querySelector('[data-item]')) {
    var holder = nearest(link, 'data-item')
    // Around the section a name is another list's.
    return holder && holder !== section && section.contains(holder)
      ? { item: attribute(holder, 'data-item')!, position: undefined }
      : undefined
  }
  var links = section.querySelectorAll('a[href]')
  var index = 0
  while (index < links.length && links[index] !== link) index++
  var item = (payloadOf(attribute(section, 'data-wayside')!).i || [])[index]
  return item ? { item: item, position: index + 1 } : undefined
}
