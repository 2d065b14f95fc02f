// Draws a book's cover as SVG, from its title, author and shelf alone. Promises: the same book always has the same cover.
import { createHash } from 'node:crypto'
import type { Book } from '../catalogue.ts'

const WIDTH = 300
const HEIGHT = 440
/** Room for a title's line, and a letter's mean width as a share of its size in the widest of the fonts. */
const TITLE_WIDTH = 246
const GLYPH = 0.62

/** Cloth, ink and accent. */
type Palette = readonly [cloth: string, ink: string, accent: string]

const PALETTES: Record<string, readonly Palette[]> = {
  manners: [
    ['#e9d8c8', '#5b2333', '#b8505e'],
    ['#d8e0d2', '#2f4a3c', '#7d9b76'],
    ['#f0e2d6', '#3c3a5a', '#c58b6b'],
  ],
  gothic: [
    ['#1d2230', '#e8dcc4', '#9a2f3c'],
    ['#2a1f2d', '#eadfd0', '#8d6a9f'],
    ['#20302e', '#e6dfc8', '#6f9284'],
  ],
  sea: [
    ['#12374a', '#f1e7cf', '#e0a13a'],
    ['#0f4c5c', '#f5ead6', '#e36414'],
    ['#dce8e6', '#14394b', '#2b7a8c'],
  ],
  mystery: [
    ['#f2c14e', '#22223b', '#9a3b26'],
    ['#3a3d40', '#f3efe0', '#e2b64a'],
    ['#c8d0c0', '#23302b', '#b3472f'],
  ],
  wonder: [
    ['#1b1b3a', '#f6f1e5', '#f08a4b'],
    ['#f3dfc1', '#27304f', '#dd6e42'],
    ['#263b45', '#f0ead8', '#7fc8b8'],
  ],
  world: [
    ['#8f2d2a', '#f5e9d3', '#e0b04c'],
    ['#f0e6d2', '#402a23', '#a63d2f'],
    ['#2f3e5c', '#f3ead8', '#c99a5b'],
  ],
  young: [
    ['#f7e3af', '#2d4a3e', '#d96c47'],
    ['#cfe3d0', '#274156', '#e08e45'],
    ['#f5d5cb', '#4a3150', '#5f9ea0'],
  ],
  ideas: [
    ['#efe9dc', '#2b2b2b', '#8a7a4f'],
    ['#dfe3e6', '#25303b', '#8c5a4a'],
    ['#3b4a3f', '#f1ecdd', '#c8b273'],
  ],
}

/** The cover as an SVG document. */
export function coverOf(book: Book): string {
  const dice = createHash('sha256').update(book.id).digest()
  const palettes = PALETTES[book.shelf]!
  const [cloth, ink, accent] = palettes[dice[0]! % palettes.length]!
  const motif = MOTIFS[dice[1]! % MOTIFS.length]!(dice, accent, ink)
  const lines = wrap(book.title, 13)
  const longest = Math.max(...lines.map((line) => line.length))
  const size = Math.min(lines.length > 4 ? 27 : lines.length > 3 ? 31 : 36, Math.floor(TITLE_WIDTH / (longest * GLYPH)))
  const title = lines
    .map((line, at) => `<tspan x="${WIDTH / 2}" dy="${at === 0 ? 0 : size * 1.12}">${xml(line)}</tspan>`)
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${xml(book.title)}">
<rect width="${WIDTH}" height="${HEIGHT}" fill="${cloth}"/>
<g>${motif}</g>
<rect x="14" y="14" width="${WIDTH - 28}" height="${HEIGHT - 28}" fill="none" stroke="${ink}" stroke-opacity=".45"/>
<g font-family="'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif" text-anchor="middle" fill="${ink}">
<text y="${74 + size / 2}" font-size="${size}" font-weight="600">${title}</text>
<text x="${WIDTH / 2}" y="${HEIGHT - 38}" font-size="16" letter-spacing="1.6">${xml(book.author.toUpperCase())}</text></g>
<rect width="9" height="${HEIGHT}" fill="#000" fill-opacity=".16"/><rect x="9" width="3" height="${HEIGHT}" fill="#fff" fill-opacity=".12"/>
</svg>`
}

type Motif = (dice: Buffer, accent: string, ink: string) => string

/** Ornaments of the lower half; each keeps clear of the title above and the author below. */
const MOTIFS: readonly Motif[] = [
  function sun(dice, accent, ink) {
    const hills = [0, 1, 2]
      .map((row) => {
        const y = 318 + row * 24
        const swing = 18 + (dice[4 + row]! % 22)
        return `<path d="M0 ${y} Q75 ${y - swing} 150 ${y} T300 ${y} V440 H0Z" fill="${ink}" fill-opacity="${0.14 + row * 0.1}"/>`
      })
      .join('')
    return `<circle cx="${110 + (dice[3]! % 80)}" cy="278" r="46" fill="${accent}"/>${hills}`
  },
  function waves(dice, accent, ink) {
    const rows = [0, 1, 2, 3, 4].map((row) => {
      const y = 262 + row * 25
      const step = 30 + (dice[3]! % 3) * 10
      const arcs = Array.from({ length: Math.ceil(WIDTH / step) }, () => `q${step / 2} -18 ${step} 0`).join(' ')
      return `<path d="M0 ${y} ${arcs}" fill="none" stroke="${row % 2 ? ink : accent}" stroke-width="4"/>`
    })
    return rows.join('')
  },
  function rings(dice, accent, ink) {
    const x = 90 + (dice[3]! % 120)
    return [70, 54, 38, 22]
      .map(
        (r, at) =>
          `<circle cx="${x}" cy="300" r="${r}" fill="none" stroke="${at % 2 ? ink : accent}" stroke-width="7"/>`,
      )
      .join('')
  },
  function branch(dice, accent, ink) {
    const leaves = Array.from({ length: 9 }, (_, at) => {
      const y = 366 - at * 15
      const side = at % 2 ? 1 : -1
      const tilt = 28 + (dice[at]! % 24)
      return `<ellipse cx="${150 + side * 26}" cy="${y}" rx="24" ry="8" fill="${accent}" transform="rotate(${-side * tilt} 150 ${y})"/>`
    })
    return `<path d="M150 384 C146 330 154 290 150 240" stroke="${ink}" stroke-width="3" fill="none"/>${leaves.join('')}`
  },
  function windows(dice, accent, ink) {
    const panes = Array.from({ length: 12 }, (_, at) => {
      const lit = dice[at]! % 3 === 0
      return `<rect x="${84 + (at % 4) * 36}" y="${244 + Math.floor(at / 4) * 46}" width="24" height="34" rx="12" fill="${lit ? accent : ink}" fill-opacity="${lit ? 1 : 0.28}"/>`
    })
    return panes.join('')
  },
  function rays(dice, accent, ink) {
    const count = 15 + (dice[3]! % 8)
    const beams = Array.from({ length: count }, (_, at) => {
      const angle = Math.PI + (Math.PI * at) / (count - 1)
      const [x, y] = [150 + 118 * Math.cos(angle), 372 + 118 * Math.sin(angle)]
      return `<path d="M150 372 L${x.toFixed(1)} ${y.toFixed(1)}" stroke="${at % 2 ? accent : ink}" stroke-width="3"/>`
    })
    return `${beams.join('')}<circle cx="150" cy="372" r="30" fill="${accent}"/>`
  },
  function tiles(dice, accent, ink) {
    const cells = Array.from({ length: 24 }, (_, at) => {
      const [x, y] = [54 + (at % 6) * 32, 252 + Math.floor(at / 6) * 32]
      const turn = (dice[at]! % 4) * 90
      return `<path d="M0 0 H32 A32 32 0 0 1 0 32Z" fill="${dice[at]! % 5 < 2 ? ink : accent}" fill-opacity=".85" transform="translate(${x} ${y}) rotate(${turn} 16 16)"/>`
    })
    return cells.join('')
  },
]

function wrap(title: string, width: number): string[] {
  const lines: string[] = []
  for (const word of title.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
