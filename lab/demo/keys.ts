// The demo's keys: made once, with the code behind `wayside key add`, and kept in the demo's folder.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Keyring } from '../../dist/cli/keyring.js'
import { importBuilt } from './root.ts'
import { type Keys, SITE } from './settings.ts'

/** The keys in the folder, made when there are none. */
export async function keysOf(folder: string): Promise<Keys> {
  const file = join(folder, 'demo-keys.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Keys
  const cli = await importBuilt<{ Keyring: typeof Keyring }>('cli/keyring.js')
  const keyring = new cli.Keyring(folder)
  const keys: Keys = {
    ...keyring.addSigningKey(SITE),
    write: keyring.addApiKey('write', [SITE]).key,
    read: keyring.addApiKey('read', [SITE]).key,
  }
  writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  return keys
}
