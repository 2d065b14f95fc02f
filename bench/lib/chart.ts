// A bar chart as SVG, readable on light and dark pages.

export interface Bar {
  label: string
  value: number
  /** Said behind the value. */
  note?: string
}

const [ROW, LEFT, WIDTH, RIGHT] = [34, 230, 420, 150]

/** Horizontal bars; the first one stands out. */
export function barChart(title: string, bars: Bar[]): string {
  const most = Math.max(...bars.map(({ value }) => value))
  const lines = bars.map(({ label, value, note }, at) => {
    const y = 50 + at * ROW
    const length = Math.max(1, Math.round((value / most) * WIDTH))
    const said = `${Math.round(value).toLocaleString('en')}${note ? ` · ${note}` : ''}`
    return `<text x="${LEFT - 10}" y="${y + 16}" text-anchor="end">${escaped(label)}</text>
<rect x="${LEFT}" y="${y}" width="${length}" height="22" rx="3" fill="${at === 0 ? '#0a7d5a' : '#8a94a6'}"/>
<text x="${LEFT + length + 8}" y="${y + 16}">${escaped(said)}</text>`
  })
  const height = 60 + bars.length * ROW
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + RIGHT} ${height}" role="img" aria-label="${escaped(title)}">
<style>text{font:13px system-ui,sans-serif;fill:#1c2733}.title{font-weight:600;font-size:15px}@media(prefers-color-scheme:dark){text{fill:#e6eaf0}}</style>
<text class="title" x="12" y="26">${escaped(title)}</text>
${lines.join('\n')}
</svg>
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
