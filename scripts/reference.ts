// Makes the reference pages that restate code: `docs/reference/errors.md` from the error table, `docs/reference/limits.md` from
// every `src/*/limits.ts`. `test/docs.test.ts` holds them in step; after a change run `node scripts/reference.ts`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ERRORS } from '../src/event/index.ts'

export const ROOT: string = resolve(import.meta.dirname, '..')

/** What a folder's limits bound, in the order of the page. */
const FOLDERS: Record<string, string> = {
  event: 'What crosses the wire',
  tag: 'The tag, in the page',
  collector: 'The collector, at the door',
  log: 'The log, on disk',
  loader: 'The loader',
  store: 'The store',
  report: 'Reports',
  api: 'The API',
  export: 'Exports',
  feed: 'The feed',
  sdk: 'The SDKs, in the recommender',
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** `docs/reference/errors.md`, whole. */
export function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(([code, [status, fix]]) => `| \`${code}\` | ${status} | ${cell(fix)} |`)
  return `# Errors

Every code that a user, a server or an operator can meet, with its HTTP status and what to do. Made from \`src/event/errors.ts\` by
\`node scripts/reference.ts\`. The API answers \`{"code":"…","message":"…"}\`; \`POST /api/v1/events\` answers a code for each event that it
refuses; the command line and the SDKs use the same codes. The beacon's route has none: it gives every sender the same answer, and
what could not be read is in the quarantine under its code.

| code | status | what to do |
|---|---|---|
${rows.join('\n')}
`
}

/** `docs/reference/limits.md`, whole. */
export async function limitsPage(): Promise<string> {
  const folders = readdirSync(join(ROOT, 'src')).filter((folder) =>
    readdirSync(join(ROOT, 'src', folder)).includes('limits.ts'),
  )
  const order = Object.keys(FOLDERS)
  folders.sort((a, b) => (order.indexOf(a) + 1 || order.length + 1) - (order.indexOf(b) + 1 || order.length + 1))
  const parts = await Promise.all(
    folders.map(async (folder) => `## ${FOLDERS[folder] ?? folder}\n\n${await limitsTable(folder)}`),
  )
  return `# Limits

Every bound, with its reason. Made from the \`limits.ts\` of each folder of \`src/\` by \`node scripts/reference.ts\`. Times end in their
unit; so do sizes. The Python and Go SDKs have the same limits as the Node SDK.

${parts.join('\n\n')}
`
}

async function limitsTable(folder: string): Promise<string> {
  const path = join(ROOT, 'src', folder, 'limits.ts')
  const values = (await import(pathToFileURL(path).href)) as Record<string, unknown>
  // A docstring, then the constants that it is about: up to the next docstring.
  const blocks = [...readFileSync(path, 'utf8').matchAll(/\/\*\*(.*?)\*\/\n((?:export const [^\n]*\n)+)/gs)]
  const rows = blocks.flatMap(([, comment, code]) => {
    const reason = comment!.replace(/\n \* ?/g, ' ').trim()
    return [...code!.matchAll(/^export const (\w+)/gm)]
      .filter(([, name]) => typeof values[name!] === 'number')
      .map(
        ([, name], index) =>
          `| \`${name}\` | ${number(values[name!] as number)} | ${index === 0 ? cell(reason) : 'See above.'} |`,
      )
  })
  return ['| limit | value | why |', '|---|---:|---|', ...rows].join('\n')
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 })
}

/** Every page that is made, by its path. */
export async function referencePages(): Promise<Record<string, string>> {
  return { 'docs/reference/errors.md': errorsPage(), 'docs/reference/limits.md': await limitsPage() }
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(await referencePages())) {
    writeFileSync(join(ROOT, path), text)
    process.stdout.write(`${path} written\n`)
  }
}
