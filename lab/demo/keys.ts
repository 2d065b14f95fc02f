// The demo's keys: made once with the command line, as an operator would, and kept in the demo's folder.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtFile } from './root.ts'
import { type Keys, SITE } from './settings.ts'

/** The keys in the folder, made when there are none. */
export function keysOf(folder: string): Keys {
  const file = join(folder, 'demo-keys.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Keys
  const make = (kind: string): string => {
    const args = ['key', 'add', '--data', folder, '--site', SITE, '--kind', kind]
    return execFileSync(process.execPath, [builtFile('cli/main.js'), ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  }
  const [kid, secret] = make('signing').split(' ')
  const keys: Keys = { kid: kid!, secret: secret!, write: make('write'), read: make('read') }
  writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  return keys
}
