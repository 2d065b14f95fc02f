// The pages that the API itself shows to people: its description, made of the same document, and a message. They load nothing from anywhere.

interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  example?: unknown
  schema?: { type?: string | string[]; enum?: string[]; default?: unknown; description?: string }
}
interface Operation {
  summary?: string
  parameters?: Parameter[]
  requestBody?: unknown
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: { $ref?: string } }> }>
}
export interface Description {
  info: { title: string; version: string }
  paths?: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, unknown> }
}

/** The page's one style; a policy may name its hash. */
export const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}' +
  'code,pre{font:14px/1.45 ui-monospace,monospace}pre{overflow:auto;padding:.75rem;border:1px solid #8886;border-radius:6px}' +
  'table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0}h2{margin-top:2.5rem}b{font-size:.8em}'

/** @returns HTML. */
export function referencePage(description: Description): string {
  const { title, version } = description.info
  const operations = Object.entries(description.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => section(method, path, operation)),
  )
  const schemas = Object.entries(description.components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<details id="${text(name)}"><summary><code>${text(name)}</code></summary><pre>${text(JSON.stringify(schema, null, 2))}</pre></details>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${text(title)} API ${text(version)}</title><style>${STYLE}</style>
<h1>${text(title)} API</h1>
<p>Send <code>Authorization: Bearer &lt;key&gt;</code>. Errors are <code>{"code","message"}</code>. For programs: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${operations.join('\n')}
<h2>Shapes</h2>${schemas.join('\n')}
</html>`
}

/** A page that says one thing and leads back to the dashboard. @returns HTML. */
export function messagePage(title: string, message: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${text(title)}</title><style>${STYLE}</style>
<h1>${text(title)}</h1><p>${text(message)}</p><p><a href="/">Back to the dashboard</a></p>
</html>`
}

function section(
  method: string,
  path: string,
  { summary, parameters = [], requestBody, responses = {} }: Operation,
): string {
  const rows = parameters.map(({ name, in: where, required, description, example, schema }) => {
    const kind = schema?.enum?.join(' | ') ?? [schema?.type ?? 'string'].flat().join(' | ')
    const notes = [
      description ?? schema?.description,
      schema?.default !== undefined && `Default: ${schema.default}.`,
      example !== undefined && `Example: ${example}`,
    ]
    return `<tr><td><code>${text(name)}</code><td>${text(where)}${required ? ', needed' : ''}<td>${text(kind)}<td>${text(notes.filter(Boolean).join(' '))}`
  })
  const answers = Object.entries(responses).map(([status, { description = '', content = {} }]) => {
    const shapes = Object.entries(content).map(([type, { schema }]) => {
      const name = schema?.$ref?.split('/').at(-1)
      return name ? `<a href="#${text(name)}">${text(name)}</a>` : text(type)
    })
    return `<tr><td>${text(status)}<td>${text(description)}<td>${shapes.join(', ')}`
  })
  return `<h2><b>${text(method.toUpperCase())}</b> <code>${text(path)}</code></h2><p>${text(summary ?? '')}</p>
${rows.length > 0 ? `<table><tr><th>parameter<th>in<th>kind<th>${rows.join('')}</table>` : ''}
${requestBody ? `<details><summary>Body</summary><pre>${text(JSON.stringify(requestBody, null, 2))}</pre></details>` : ''}
<table><tr><th>status<th><th>shape${answers.join('')}</table>`
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
