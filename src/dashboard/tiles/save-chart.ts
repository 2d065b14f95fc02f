// Saves a tile's chart as SVG or PNG. An SVG is drawn by rules of the page, so they are written into the copy that leaves it.
// Promises: no link leaves with it, since an address within a shared link opens that link.
import { saveFile } from './save-file.ts'

const SVG = 'http://www.w3.org/2000/svg'
/** Pictures are made this much larger than they are shown. */
const SCALE = 2
const PADDING = 16
/** What the page's rules may have set on a shape. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
  'dominant-baseline',
  'unicode-bidi',
]

/** @param place holds the chart: an SVG marked `data-chart`. */
export async function saveChart(place: HTMLElement, name: string, format: 'png' | 'svg'): Promise<void> {
  const chart = place.querySelector<SVGSVGElement>('svg[data-chart]')
  if (!chart) return
  const picture = await standAlone(chart)
  const svg = new Blob([picture.text], { type: 'image/svg+xml' })
  saveFile(format === 'svg' ? svg : await toPng(svg, picture.width, picture.height), `${name}.${format}`)
}

interface Picture {
  text: string
  width: number
  height: number
}

async function standAlone(chart: SVGSVGElement): Promise<Picture> {
  const box = chart.viewBox.baseVal
  const [width, height] = [box.width + 2 * PADDING, box.height + 2 * PADDING]
  const copy = chart.cloneNode(true) as SVGSVGElement
  const from = [chart, ...chart.querySelectorAll('*')]
  const to = [copy, ...copy.querySelectorAll('*')]
  for (const [at, element] of from.entries()) {
    const style = getComputedStyle(element)
    for (const property of STYLES) to[at]!.setAttribute(property, style.getPropertyValue(property))
    to[at]!.removeAttribute('class')
    to[at]!.removeAttribute('style')
  }
  for (const link of copy.querySelectorAll('a')) {
    const group = document.createElementNS(SVG, 'g')
    group.append(...link.childNodes)
    link.replaceWith(group)
  }
  copy.removeAttribute('hidden')
  copy.setAttribute('xmlns', SVG)
  copy.setAttribute('viewBox', `${-PADDING} ${-PADDING} ${width} ${height}`)
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  const ground = document.createElementNS(SVG, 'rect')
  const paper = getComputedStyle(document.body).backgroundColor
  for (const [attribute, value] of Object.entries({ x: -PADDING, y: -PADDING, width, height, fill: paper }))
    ground.setAttribute(attribute, String(value))
  copy.prepend(ground)
  return { text: new XMLSerializer().serializeToString(copy), width, height }
}

async function toPng(svg: Blob, width: number, height: number): Promise<Blob> {
  const image = new Image()
  image.src = URL.createObjectURL(svg)
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * SCALE
  canvas.height = height * SCALE
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  URL.revokeObjectURL(image.src)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  )
}
