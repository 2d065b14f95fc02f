// Draws the control page from the stream of states. Keeps nothing but the ids of clicks already shown.
const CONDITIONS = {
  up: { name: 'answering', button: 'Bring back' },
  down: { name: 'down', button: 'Take down' },
  hang: { name: 'hanging: accepts, never answers', button: 'Hang' },
  slow: { name: 'slow: answers after 3 s', button: 'Slow' },
  error: { name: 'answering 500', button: 'Answer 500' },
}
/** What the time line shows: all of a young demo, then the last five minutes. */
const SPAN_MIN_MS = 120_000
const SPAN_MAX_MS = 300_000
const ROWS_MAX = 12
const POSITIONS_MAX = 6

const $ = (id) => document.getElementById(id)
const clock = (ms) => new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const whole = new Intl.NumberFormat()
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 })

/** An element with text, never HTML: titles come from outside. */
function make(tag, text, className) {
  const element = document.createElement(tag)
  if (text !== undefined) element.textContent = text
  if (className) element.className = className
  return element
}

function duration(ms) {
  const seconds = Math.round(ms / 1000)
  if (seconds < 90) return `${seconds} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 3600)} h`
}

for (const box of document.querySelectorAll('[data-centre]')) {
  const centre = box.dataset.centre
  const buttons = centre === 'both' ? box : make('div', undefined, 'buttons')
  if (centre !== 'both') {
    box.append(make('h2', `Datacenter ${centre.toUpperCase()}`), make('span', '', 'since'), buttons)
    box.querySelector('h2').append(make('b', ''))
  }
  for (const [condition, { button: label }] of Object.entries(CONDITIONS)) {
    const button = make('button', label, condition === 'up' ? 'heal' : '')
    button.dataset.condition = condition
    button.addEventListener('click', () => fetch(`/datacenter/${centre}/${condition}`, { method: 'POST' }))
    buttons.append(button)
  }
}

function drawCentres({ centres, now }) {
  for (const [name, { condition, since, pid }] of Object.entries(centres)) {
    const box = $(`centre-${name}`)
    box.dataset.condition = condition
    $(`wire-${name}`).dataset.condition = condition
    box.querySelector('b').textContent = CONDITIONS[condition]?.name ?? condition
    box.querySelector('.since').textContent = `for ${duration(now - since)}${pid ? `, process ${pid}` : ''}`
    press(box, condition)
  }
  const conditions = Object.values(centres).map((centre) => centre.condition)
  press(document.querySelector('.both'), conditions[0] === conditions[1] ? conditions[0] : undefined)
  const broken = conditions.filter((condition) => condition !== 'up').length
  const claim = $('claim')
  claim.dataset.state = ['', 'part', 'out'][broken]
  claim.textContent = [
    'Both datacenters answer: clicks arrive as they happen.',
    'One datacenter fails: clicks take the other way.',
    'Neither datacenter answers as it should: links still open at once, and clicks wait in the visitors’ browsers.',
  ][broken]
}

function press(box, condition) {
  for (const button of box.querySelectorAll('button')) {
    if (button.dataset.condition === 'up') button.textContent = condition === 'up' ? 'Answering' : 'Bring back'
    button.setAttribute('aria-pressed', String(button.dataset.condition === condition))
    button.disabled = button.dataset.condition === condition
  }
}

function drawFigures({ numbers }) {
  const { totals, books, loss, outboxes, fault } = numbers
  $('counted').textContent = whole.format(totals.clicks)
  $('live').textContent = whole.format(totals.live)
  $('recovered').textContent = whole.format(totals.recovered)
  $('impressions').textContent = whole.format(totals.impressions)
  $('conversions').textContent = whole.format(totals.conversions)
  $('duplicates').textContent = books ? whole.format(books.duplicate) : '–'
  $('lost').textContent = loss ? whole.format(loss.lost) : '–'
  $('backend-more').textContent = fault ?? 'forged, scripted and repeated ones left out'
  $('waiting').textContent = outboxes ? whole.format(outboxes.clicks) : '–'
  $('waiting').parentElement.toggleAttribute('data-some', outboxes?.clicks > 0)
  const others = outboxes ? outboxes.waiting - outboxes.clicks : 0
  $('waiting-more').textContent =
    others > 0 ? `and ${others} other events, as the pages report them` : 'as the pages report them'
  drawBooks(books)
  drawRates('variants', numbers.variants)
  drawRates('positions', numbers.positions.slice(0, POSITIONS_MAX))
}

/** One line each: name, seen, clicked, and the rate as a bar that is as long as the highest of them. */
function drawRates(id, rates) {
  const rateOf = ({ clicks, impressions }) => (impressions > 0 ? clicks / impressions : 0)
  const highest = Math.max(...rates.map(rateOf), Number.MIN_VALUE)
  $(id).replaceChildren(
    ...rates.map((rate) => {
      const line = make('tr')
      for (const text of [rate.name, whole.format(rate.impressions), whole.format(rate.clicks)])
        line.append(make('td', text))
      const cell = make('td', rate.impressions > 0 ? percent.format(rateOf(rate)) : '–', 'rate')
      cell.style.setProperty('--share', rateOf(rate) / highest)
      line.append(cell)
      return line
    }),
  )
}

function drawBooks(books) {
  if (!books) return
  const terms = [
    ['received', books.received],
    ['=', ''],
    ['counted', books.counted],
    ['+', ''],
    ['duplicate', books.duplicate],
    ['+', ''],
    ['invalid', books.invalid],
    ['+', ''],
    ['quarantined', books.quarantined],
  ]
  $('books').replaceChildren(
    ...terms.map(([name, value]) => {
      if (value === '') return make('i', name)
      const term = make('div', undefined, 'term')
      term.append(make('strong', whole.format(value), 'term-value'), make('span', name))
      return term
    }),
  )
  $('balance').textContent = books.balanced ? 'they balance ✓' : 'they do not balance'
  $('balance').toggleAttribute('data-bad', !books.balanced)
}

const shown = new Set()
let first = true

function drawClicks({ numbers, titles }) {
  $('no-clicks').hidden = numbers.clicks.length > 0
  $('clicks').replaceChildren(
    ...numbers.clicks.slice(0, ROWS_MAX).map((click) => {
      const line = make('tr', undefined, !click.counted ? 'none' : click.recovered ? 'recovered' : 'live')
      if (!first && !shown.has(click.id)) line.classList.add('fresh')
      const late = click.receivedAt - click.occurredAt
      const arrival = !click.counted ? click.reason : click.recovered ? `after ${duration(late)}` : 'live'
      const by = click.datacenter.toUpperCase()
      const list = `${click.placement}, ${click.position || '–'} (${click.variant || 'no variant'})`
      for (const text of [clock(click.occurredAt), titles[click.item] ?? click.item, list, by, arrival])
        line.append(make('td', text))
      return line
    }),
  )
  for (const click of numbers.clicks) shown.add(click.id)
  first = false
}

const SVG = 'http://www.w3.org/2000/svg'
function shape(name, attributes, text) {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  if (text !== undefined) element.textContent = text
  return element
}

const LANE = { a: 8, b: 26 }
const LEFT = 24

function drawStrip({ history, numbers, now }) {
  const svg = $('strip')
  const [width, height] = [svg.clientWidth, svg.clientHeight]
  const span = Math.min(SPAN_MAX_MS, Math.max(SPAN_MIN_MS, now - Math.min(history.a[0].start, history.b[0].start)))
  const from = now - span
  $('span').textContent = span < SPAN_MAX_MS ? 'few minutes' : 'five minutes'
  const x = (ms) => LEFT + (Math.max(0, ms - from) / span) * (width - LEFT - 6)
  const parts = []
  for (const [start, end] of darkTimes(history, now)) {
    if (end > from)
      parts.push(shape('rect', { class: 'dark', x: x(start), y: 4, width: x(end) - x(start), height: height - 24 }))
  }
  for (const [name, y] of Object.entries(LANE)) {
    parts.push(shape('text', { x: 2, y: y + 11 }, name.toUpperCase()))
    for (const { condition, start, end } of history[name]) {
      if ((end ?? now) < from) continue
      const tone = condition === 'up' ? '' : condition === 'slow' ? ' slow' : ' bad'
      const [left, right] = [x(start), x(end ?? now)]
      parts.push(
        shape('rect', { class: `lane${tone}`, x: left, y, width: Math.max(1, right - left), height: 12, rx: 3 }),
      )
    }
  }
  for (let minute = Math.ceil(from / 60_000) * 60_000; minute <= now; minute += 60_000) {
    parts.push(shape('line', { class: 'tick', x1: x(minute), x2: x(minute), y1: 46, y2: height - 18 }))
    if (x(minute) < width - 60)
      parts.push(shape('text', { x: x(minute) + 3, y: height - 5 }, clock(minute).replace(/:\d\d(?=\D*$)/, '')))
  }
  for (const click of numbers.clicks) {
    if (click.receivedAt < from) continue
    const y = 60 + (Number.parseInt(click.id.slice(-4), 16) % Math.max(1, height - 98))
    if (click.recovered)
      parts.push(shape('line', { class: 'wait', x1: x(click.occurredAt), x2: x(click.receivedAt), y1: y, y2: y }))
    const tone = !click.counted ? 'none' : click.recovered ? 'recovered' : 'live'
    parts.push(
      shape('circle', {
        class: `dot ${tone}`,
        cx: x(click.recovered ? click.receivedAt : click.occurredAt),
        cy: y,
        r: 5.5,
      }),
    )
  }
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  svg.replaceChildren(...parts)
}

/** Stretches in which neither datacenter took anything. */
function darkTimes(history, now) {
  const bad = (name) =>
    history[name].filter((s) => s.condition !== 'up' && s.condition !== 'slow').map((s) => [s.start, s.end ?? now])
  return bad('a')
    .flatMap((a) => bad('b').map((b) => [Math.max(a[0], b[0]), Math.min(a[1], b[1])]))
    .filter(([start, end]) => end > start)
}

const stream = new EventSource('/stream')
stream.addEventListener('message', ({ data }) => {
  const state = JSON.parse(data)
  $('store-link').href = state.urls.store
  $('backend-link').href = state.urls.backend
  $('folder').textContent = `Data in ${state.folder}`
  drawCentres(state)
  drawFigures(state)
  drawClicks(state)
  drawStrip(state)
})
stream.addEventListener('error', () => {
  $('claim').textContent = 'The demo is not running any more. Start it again: npm start'
  $('claim').dataset.state = 'out'
})
