// `wayside key`: make, list and revoke keys. Running processes see a change within a second.
import { Command, Option } from 'commander'
import { Audit, type AuditEntry } from '../../api/index.ts'
import { WaysideError } from '../../event/index.ts'
import { makeFolder, systemClock } from '../../platform/index.ts'
import { keyDesk } from '../key-desk.ts'
import type { Right } from '../key-file.ts'
import { Keyring } from '../keyring.ts'
import { configOf, examples, type FolderOptions, folderCommand } from '../options.ts'
import { printTable } from '../table.ts'

export function keyCommand(): Command {
  return new Command('key')
    .description('make, list and revoke keys: signing keys of sites, and keys of the API')
    .addCommand(add())
    .addCommand(list())
    .addCommand(rotate())
    .addCommand(revoke())
    .addHelpText(
      'after',
      examples(
        'wayside key add --data ./wayside-data --site bookstore --kind signing',
        'wayside key add --data ./wayside-data --site bookstore --kind read',
        'wayside key list --data ./wayside-data',
        'wayside key rotate --data ./wayside-data k0a1b2c3d4e',
        'wayside key revoke --data ./wayside-data k0a1b2c3d4e',
      ),
    )
}

function add(): Command {
  return folderCommand('add', 'make a key; it is shown this once')
    .option('--site <name...>', 'the site or sites that it is for; "*" for all (API keys only)')
    .addOption(
      new Option('--kind <kind>', 'what it is for').choices(['signing', 'read', 'write', 'admin']).default('signing'),
    )
    .action((options: FolderOptions & { site?: string[]; kind: 'signing' | Right }) => {
      if (!options.site) throw new WaysideError('SITE_MISSING')
      const { data } = configOf(options)
      makeFolder(data)
      const keys = new Keyring(data)
      if (options.kind !== 'signing') {
        const sites = options.site.includes('*') ? '*' : options.site
        const { id, key } = keys.addApiKey(options.kind, sites)
        note(data, { kind: 'key_made', sites, subject: id, detail: options.kind })
        process.stdout.write(`${key}\n`)
        process.stderr.write(
          `The ${options.kind} key has the id ${id}. It is shown this once: only its hash is kept.\n`,
        )
        return
      }
      for (const site of options.site) {
        if (site === '*') throw new WaysideError('TOKEN', 'A signing key belongs to one site.')
        const { kid, secret } = keys.addSigningKey(site)
        note(data, { kind: 'key_made', sites: [site], subject: kid, detail: 'signing' })
        process.stdout.write(`${kid} ${secret}\n`)
        process.stderr.write(
          `Key id and secret (base64url) of site ${site}, for the recommender's SDK. The newest key signs; older ones verify until revoked.\n`,
        )
      }
    })
}

function list(): Command {
  return folderCommand('list', 'all keys, without their secrets').action((options: FolderOptions) => {
    printTable(new Keyring(configOf(options).data).list())
  })
}

function rotate(): Command {
  return folderCommand('rotate', 'make a key like another; the old one lives until it is revoked')
    .argument('<id>', 'its id, as in: wayside key list')
    .action((id: string, options: FolderOptions) => {
      const { data } = configOf(options)
      const desk = keyDesk(new Keyring(data))
      const old = desk.list().find((key) => key.id === id && key.revokedAt === '')
      if (!old) throw new WaysideError('NOT_FOUND', `No live key has the id ${id}.`)
      const made = desk.add(old.kind, old.sites)
      note(data, { kind: 'key_rotated', sites: old.sites, subject: id, detail: `${old.kind}, now ${made.id}` })
      process.stdout.write(`${old.kind === 'signing' ? `${made.id} ` : ''}${made.key}\n`)
      process.stderr.write(`The new ${old.kind} key has the id ${made.id}. When all use it: wayside key revoke ${id}\n`)
    })
}

function revoke(): Command {
  return folderCommand('revoke', 'end a key')
    .argument('<id>', 'its id, as in: wayside key list')
    .action((id: string, options: FolderOptions) => {
      const { data } = configOf(options)
      const keys = new Keyring(data)
      const old = keys.list().find((key) => key.id === id)
      keys.revoke(id)
      note(data, { kind: 'key_revoked', sites: old?.sites ?? [], subject: id, detail: old?.kind ?? '' })
      process.stderr.write(`${id} is revoked.\n`)
    })
}

/** Into the folder's audit list, beside what the API tells it. */
function note(data: string, entry: Omit<AuditEntry, 'at' | 'who'>): void {
  new Audit(data, systemClock).add({ who: 'command line', ...entry })
}
