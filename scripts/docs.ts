// Makes the reference pages that code already states: the settings and the commands. `npm run docs` writes them; a test keeps them true.
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { createProgram } from '../src/cli/program.ts'
import { configSchema, ENVIRONMENT } from '../src/cli/settings.ts'

const root = resolve(import.meta.dirname, '..')
interface JsonSchema {
  type?: string
  description?: string
  default?: unknown
  properties?: Record<string, JsonSchema>
  additionalProperties?: JsonSchema
  anyOf?: JsonSchema[]
}

/** The text of docs/reference/config.md. */
export function configReference(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  const rows: string[] = []
  const walk = (node: JsonSchema, path: string): void => {
    for (const [name, child] of Object.entries(node.properties ?? {})) {
      const full = path ? `${path}.${name}` : name
      if (child.properties) walk(child, full)
      else if (name === 'sites') walk(child.additionalProperties?.anyOf?.[0] ?? {}, 'sites.<site>')
      else
        rows.push(
          `| \`${full}\` | ${child.default === undefined ? '' : `\`${JSON.stringify(child.default)}\``} | ${ENVIRONMENT[full] ? `\`${ENVIRONMENT[full]}\`` : ''} | ${child.description ?? ''} |`,
        )
    }
  }
  walk(schema, '')
  return `# Settings

A YAML file (\`--config wayside.yaml\`), its environment twins, and flags, in rising order of strength. \`wayside config check\` prints what is in
force, or each mistake with its file and line. Secrets of sites are not settings: \`wayside key\` keeps them in the data folder.

| setting | default | environment | meaning |
|---|---|---|---|
${rows.join('\n')}

\`\`\`yaml
data: /var/lib/wayside
datacenter: a
collector:
  host: 0.0.0.0
  port: 8101
  workers: 2
  trustedProxies: [10.0.0.0/8]
api:
  port: 8090
sites:
  bookstore:
    origins: [https://www.bookstore.example]
    timeZone: Europe/Berlin
\`\`\`
`
}

/** The text of docs/reference/cli.md. */
export function cliReference(): string {
  const sections: string[] = []
  const walk = (command: Command, path: string): void => {
    let text = ''
    command.configureOutput({
      writeOut: (part) => {
        text += part
      },
      getOutHelpWidth: () => 110,
      getOutHasColors: () => false,
    })
    command.outputHelp()
    sections.push(`## ${path}\n\`\`\`\n${text.trim()}\n\`\`\`\n`)
    for (const inner of command.commands) walk(inner, `${path} ${inner.name()}`)
  }
  walk(createProgram(), 'wayside')
  return `# Commands\n\n${sections.join('\n')}`
}

if (import.meta.main) {
  writeFileSync(join(root, 'docs/reference/config.md'), configReference())
  writeFileSync(join(root, 'docs/reference/cli.md'), cliReference())
}
