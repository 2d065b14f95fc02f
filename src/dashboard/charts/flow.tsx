// A flow from left to right: what came in, and where each part of it went. As wide as it is many; named where it ends.
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { count, percent } from '../parts/format.ts'
import { useWidth } from './use-width.ts'

export interface FlowPart {
  name: string
  count: number
  /** Said below the name. */
  about?: string
  tone?: 'net'
  /** Where this goes on to. Parts of one flow add up to it. */
  parts?: readonly FlowPart[]
}

interface FlowProps {
  /** What came in. */
  whole: FlowPart
  label: string
}

const [LINE, GAP, TOP, BLOCK] = [42, 14, 8, 6]
/** The least that can be seen, pixels. */
const THIN = 2

interface Placed {
  part: FlowPart
  /** Of the ribbon at its source, and at its end. */
  from: number
  to: number
  height: number
  column: number
}

export function Flow({ whole, label }: FlowProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const isNarrow = width < 560
  const leaves = leavesOf(whole)
  const tall = isNarrow ? 180 : 240
  const { placed, height } = layOut(whole, tall)
  const words = isNarrow ? 170 : 250
  const columns = [0, (width - words) * 0.45, width - words - BLOCK]
  const unit = tall / Math.max(1, whole.count)
  return (
    <div ref={place}>
      <svg
        class="flow"
        data-chart
        viewBox={`0 0 ${width} ${height}`}
        height={height}
        role="img"
        aria-label={`${label}: ${wordsOf(whole, leaves)}`}
      >
        <rect class="end" x={columns[0]} y={TOP} width={BLOCK} height={Math.max(THIN, whole.count * unit)} />
        {placed.map(({ part, from, to, height: thick, column }) => (
          <g key={part.name}>
            <path
              class={`ribbon ${part.tone ?? ''}`}
              d={ribbon(columns[column - 1]! + BLOCK, from, columns[column]!, to, thick)}
            />
            <rect class={`end ${part.tone ?? ''}`} x={columns[column]} y={to} width={BLOCK} height={thick} />
            {!part.parts && (
              <text x={columns[2]! + BLOCK + 12} y={to + Math.min(thick / 2, 20) + 4} class="name">
                {part.name}
                <tspan class="note" x={columns[2]! + BLOCK + 12} dy="16">
                  {`${count(part.count)} · ${percent(part.count / Math.max(1, whole.count))}`}
                </tspan>
              </text>
            )}
          </g>
        ))}
        {!isNarrow &&
          placed.map(
            ({ part, to }) =>
              part.parts && (
                <text key={part.name} class="name" x={columns[1]! + BLOCK + 8} y={to + 18}>
                  {part.name}
                  <tspan class="note" x={columns[1]! + BLOCK + 8} dy="17">
                    {count(part.count)}
                  </tspan>
                </text>
              ),
          )}
        <text class="name" x={14} y={TOP + 18}>
          {whole.name}
          <tspan class="note" x={14} dy="17">
            {count(whole.count)}
          </tspan>
        </text>
      </svg>
    </div>
  )
}

function leavesOf(part: FlowPart): FlowPart[] {
  return part.parts ? part.parts.flatMap(leavesOf) : [part]
}

/** Ends are far enough apart for their names; ribbons leave their source without gaps. */
function layOut(whole: FlowPart, tall: number): { placed: Placed[]; height: number } {
  const unit = tall / Math.max(1, whole.count)
  const placed: Placed[] = []
  let nextLeaf = TOP
  const visit = (part: FlowPart, from: number, depth: number): number => {
    const thick = Math.max(THIN, part.count * unit)
    if (!part.parts) {
      const to = nextLeaf
      nextLeaf += Math.max(LINE, thick + GAP)
      placed.push({ part, from, to, height: thick, column: 2 })
      return to
    }
    const at = placed.push({ part, from, to: 0, height: thick, column: depth }) - 1
    let start = nextLeaf
    const own = start
    for (const child of part.parts) {
      visit(child, start, depth + 1)
      start += Math.max(THIN, child.count * unit)
    }
    placed[at]!.to = own
    return own
  }
  let start = TOP
  for (const child of whole.parts ?? []) {
    visit(child, start, 1)
    start += Math.max(THIN, child.count * unit)
  }
  return { placed, height: Math.max(nextLeaf, TOP + tall) + 4 }
}

function ribbon(x1: number, y1: number, x2: number, y2: number, thick: number): string {
  const middle = (x1 + x2) / 2
  return (
    `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}` +
    `L${x2} ${y2 + thick}C${middle} ${y2 + thick} ${middle} ${y1 + thick} ${x1} ${y1 + thick}Z`
  )
}

function wordsOf(whole: FlowPart, leaves: readonly FlowPart[]): string {
  return `${count(whole.count)} ${whole.name.toLowerCase()}: ${leaves.map((leaf) => `${count(leaf.count)} ${leaf.name.toLowerCase()}`).join(', ')}`
}
