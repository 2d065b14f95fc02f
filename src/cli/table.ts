// Rows for people: aligned columns on standard output.

/** Print objects as a table; the first row's keys are the columns. Numbers stand right. */
export function printTable(rows: readonly object[], out: Pick<NodeJS.WriteStream, 'write'> = process.stdout): void {
  const [first] = rows
  if (!first) {
    out.write('(no rows)\n')
    return
  }
  const columns = Object.keys(first)
  const cells = rows.map((row) => columns.map((column) => cell((row as Record<string, unknown>)[column])))
  const widths = columns.map((column, at) => Math.max(column.length, ...cells.map((line) => line[at]!.length)))
  const right = columns.map((column) =>
    rows.every((row) => typeof (row as Record<string, unknown>)[column] === 'number'),
  )
  const print = (line: string[]): void => {
    const padded = line.map((text, at) => (right[at] ? text.padStart(widths[at]!) : text.padEnd(widths[at]!)))
    out.write(`${padded.join('  ').trimEnd()}\n`)
  }
  print(columns)
  for (const line of cells) print(line)
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'number' && !Number.isInteger(value)) return value.toPrecision(4)
  // Names come from other people's pages: control characters would move the cursor of the terminal.
  return String(value).replaceAll(/\p{Cc}/gu, '�')
}
