// The configuration: a YAML file, its environment twins and the flags, in rising order of strength; one table for all three.
// Promises: a mistake names the file, the line and the fix; an unknown name is a mistake. Does not: hold secrets of sites (keys.json does).
import { dirname, resolve } from 'node:path'
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { WaysideError } from '../event/index.ts'
import { readText } from '../platform/index.ts'
import { type Config, configSchema, ENVIRONMENT } from './settings.ts'

export type { Config }

/**
 * The settings in force.
 * @param file a YAML file, or undefined for none.
 * @param flags dotted paths set on the command line; undefined values are not set.
 * @throws WaysideError CONFIG, each mistake on a line: `file:line: what is wrong`.
 */
export function readConfig(
  file: string | undefined,
  env: NodeJS.ProcessEnv = {},
  flags: Record<string, unknown> = {},
): Config {
  const { value, whereIs } = readYaml(file)
  const sources = new Map<string, string>()
  const set = (path: string, given: unknown, source: string): void => {
    if (given === undefined || given === '') return
    sources.set(path, source)
    setPath(value, path.split('.'), given)
  }
  for (const [path, name] of Object.entries(ENVIRONMENT)) set(path, env[name], name)
  for (const [path, given] of Object.entries(flags)) set(path, given, `--${path.replace('.', '-')}`)
  const result = configSchema.safeParse(value)
  if (result.success)
    return { ...result.data, data: resolve(file && !sources.has('data') ? dirname(file) : '.', result.data.data) }
  const lines = result.error.issues.flatMap((issue) => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [undefined]
    return names.map((name) => {
      const path = name === undefined ? issue.path.map(String) : [...issue.path.map(String), name]
      const problem = name === undefined ? issue.message : 'no such setting; see docs/reference/config.md'
      return `${sources.get(path.join('.')) ?? whereIs(path)}: ${path.join('.')}: ${problem}`
    })
  })
  throw new WaysideError('CONFIG', `${lines.join('\n')}\n`)
}

function readYaml(file: string | undefined): { value: Record<string, unknown>; whereIs(path: string[]): string } {
  if (file === undefined) return { value: {}, whereIs: () => 'settings' }
  const text = readText(file)
  if (text === undefined) throw new WaysideError('CONFIG', `${file}: no such file.`)
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  const lineOf = (offset: number): number => counter.linePos(offset).line
  const [error] = document.errors
  if (error) throw new WaysideError('CONFIG', `${file}:${lineOf(error.pos[0])}: not YAML: ${error.message}.`)
  const value: unknown = document.toJS() ?? {}
  if (typeof value !== 'object' || Array.isArray(value))
    throw new WaysideError('CONFIG', `${file}:1: expected settings as "name: value".`)
  const whereIs = (path: string[]): string => {
    // A missing name is reported at its nearest ancestor that stands in the file.
    for (let depth = path.length; depth > 0; depth--) {
      const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true)
      const pair =
        isMap(parent) && parent.items.find((item) => isScalar(item.key) && item.key.value === path[depth - 1])
      if (pair && isScalar(pair.key) && pair.key.range) return `${file}:${lineOf(pair.key.range[0])}`
    }
    return `${file}:1`
  }
  return { value: value as Record<string, unknown>, whereIs }
}

function setPath(target: Record<string, unknown>, [name, ...rest]: string[], value: unknown): void {
  if (name === undefined) return
  if (rest.length === 0) {
    target[name] = value
    return
  }
  const inner = target[name]
  if (typeof inner !== 'object' || inner === null) target[name] = {}
  setPath(target[name] as Record<string, unknown>, rest, value)
}
