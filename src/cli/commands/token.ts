// `wayside token`: sign a list by hand, and see what a token says and whether it is good.
import { Command } from 'commander'
import { readToken, signToken, tokenExpiresAt, verifyToken, WaysideError } from '../../event/index.ts'
import { systemClock, uuidv7 } from '../../platform/index.ts'
import { Keyring } from '../keyring.ts'
import { configOf, examples, type FolderOptions, folderCommand, parseCount } from '../options.ts'

export function tokenCommand(): Command {
  return new Command('token')
    .description('sign and inspect list tokens')
    .addCommand(sign())
    .addCommand(inspect())
    .addHelpText(
      'after',
      examples(
        'wayside token sign --data ./wayside-data --site bookstore --placement product-page --items emma,persuasion',
        'wayside token inspect --data ./wayside-data v1.k1.eyJz…',
      ),
    )
}

interface SignOptions extends FolderOptions {
  site: string
  placement: string
  items: string
  variant?: string
  list?: string
  lifetime?: number
  url?: string
}

function sign(): Command {
  return folderCommand('sign', 'sign one served list with the newest key of its site')
    .requiredOption('--site <name>', 'the site')
    .requiredOption('--placement <name>', 'the area of the page')
    .requiredOption('--items <ids>', 'item ids in order, separated by commas')
    .option('--variant <name>', 'the policy or arm that chose the items')
    .option('--list <id>', 'the list id; a new UUID otherwise')
    .option('--lifetime <seconds>', 'how long the token is good', parseCount)
    .option('--url <url>', 'destination, for a redirect token (/r/…)')
    .action((options: SignOptions) => {
      const signing = new Keyring(configOf(options).data).signingKey(options.site)
      if (!signing)
        throw new WaysideError(
          'TOKEN',
          `Site ${options.site} has no signing key: wayside key add --site ${options.site}.`,
        )
      const token = signToken(signing.key, {
        s: options.site,
        l: options.list ?? uuidv7(systemClock.now()),
        p: options.placement,
        ...(options.variant !== undefined && { v: options.variant }),
        t: Math.floor(systemClock.now() / 1000),
        i: options.items.split(','),
        ...(options.lifetime !== undefined && { x: options.lifetime }),
        ...(options.url !== undefined && { u: options.url }),
      })
      process.stdout.write(`${token}\n`)
    })
}

function inspect(): Command {
  return folderCommand('inspect', 'what a token says, and whether it is good here and now')
    .argument('<token>')
    .action((token: string, options: FolderOptions) => {
      const read = readToken(token)
      if (!read) throw new WaysideError('TOKEN', 'This is no token: it must be v1.<kid>.<payload>.<mac>.')
      const result = verifyToken(token, new Keyring(configOf(options).data).keyOf)
      const expiresAt = tokenExpiresAt(read.payload)
      const verdict = !result.ok ? result.fault : expiresAt < systemClock.now() ? 'expired' : 'good'
      process.stdout.write(
        `${JSON.stringify({ verdict, kid: read.kid, expiresAt: new Date(expiresAt).toISOString(), payload: read.payload }, null, 2)}\n`,
      )
      if (verdict !== 'good') process.exitCode = 1
    })
}
