// What a tile is: it gets its data and draws it, apart from each other.

/** Ask the API; rejects with the message of its error. */
export type Ask = <T>(path: string) => Promise<T>

export interface Tile<Data> {
  get(ask: Ask): Promise<Data>
  draw(data: Data): void
}

/** An element with text: names come from other people's pages, so nothing is ever parsed as HTML. */
export function element(name: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const node = document.createElement(name)
  node.className = className
  node.append(...children)
  return node
}

/** Get a tile's data, then draw it. */
export async function refreshTile<Data>(tile: Tile<Data>, ask: Ask): Promise<void> {
  tile.draw(await tile.get(ask))
}
