// `wayside import`: history from CSV and NDJSON files, counted like everything else.
import { basename, extname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { Option } from 'commander'
import { WaysideError } from '../../event/index.ts'
import { openLog } from '../../log/index.ts'
import { fileBytes, lockHolder, makeFolder, sleep, systemClock } from '../../platform/index.ts'
import { IDENTITY, type Mapping, PRESETS, parseMapping, type Source } from '../import/mapping.ts'
import { type ImportResult, importFile } from '../import/run.ts'
import { Keyring } from '../keyring.ts'
import { configOf, examples, type FolderOptions, folderCommand } from '../options.ts'
import { startProgress } from '../progress.ts'
import { catchUpTask } from '../tasks/catch-up.ts'
import { runTask } from '../tasks/run.ts'

/** Rejected rows that are printed; all stand in the file that is named. */
const REJECTED_SHOWN = 10
/** After this a running backend has seen a new site's key, milliseconds. */
const KEYS_SEEN_MS = 1_500

interface ImportOptions extends FolderOptions {
  site: string
  preset?: string
  map?: string
  placement?: string
  variant?: string
}

export function importCommand(): Command {
  return folderCommand('import', 'bring in history from CSV or NDJSON files; running it again changes nothing')
    .requiredOption('--site <name>', 'the site that the events belong to')
    .addOption(
      new Option('--preset <name>', 'a known layout; variant and placement come from the file name').choices(
        Object.keys(PRESETS),
      ),
    )
    .option('--map <fields>', 'which column holds what: occurredAt=time,item=sku,click=clicked …')
    .option('--placement <name>', 'placement of rows that name none; the file name otherwise')
    .option('--variant <name>', 'variant of rows that name none')
    .argument('<file...>', '.csv with a header, .ndjson or .jsonl')
    .addHelpText(
      'after',
      `${examples(
        'wayside import --data ./wayside-data --site fashion --preset open-bandit bts-men.csv random-men.csv',
        'wayside import --data ./wayside-data --site books --map occurredAt=time,item=sku,position=rank,click=clicked history.csv',
        'wayside import --data ./wayside-data --site books events.ndjson',
      )}
With the preset, "bts-men.csv" gives variant "bts" and placement "men". A row without a type is an item that was shown:
it gives served, impression and, where "click" is true, a view and a click. NDJSON without --map is read by our own field names.
`,
    )
    .action(importFiles)
}

async function importFiles(files: string[], options: ImportOptions): Promise<void> {
  const config = configOf(options)
  for (const file of files) if (fileBytes(file) === undefined) throw new WaysideError('INPUT', `${file}: no such file.`)
  makeFolder(config.data)
  const keys = new Keyring(config.data)
  if (!keys.sites().includes(options.site)) {
    keys.addSigningKey(options.site)
    // A running backend looks at the keys once a second, and would put rows of a site that it does not know into the quarantine.
    if (lockHolder(join(config.data, 'backend.lock'))) await sleep(KEYS_SEEN_MS)
  }
  const log = await openLog({ folder: join(config.data, 'log', `${config.datacenter}-import`) })
  try {
    for (const file of files) {
      const path = resolve(file)
      const progress = startProgress(basename(path), fileBytes(path) ?? 0, systemClock.monotonic)
      const result = await importFile({
        path,
        site: options.site,
        mapping: mappingOf(path, options),
        source: sourceOf(path, options),
        datacenter: config.datacenter,
        notes: join(config.data, 'import'),
        log,
        clock: systemClock,
        onProgress: (bytes, rows) => progress.update(bytes, `${rows} rows`),
      })
      progress.finish(`${result.rows} rows, ${result.events} events`)
      printResult(file, result)
    }
  } finally {
    await log.close()
  }
  await runTask(options, catchUpTask, {})
}

function mappingOf(path: string, options: ImportOptions): Mapping {
  if (options.map) return parseMapping(options.map)
  if (options.preset) return PRESETS[options.preset]!
  if (/\.csv$/i.test(path))
    throw new WaysideError('INPUT', `${path}: say which column holds what with --map, or name a --preset.`)
  return IDENTITY
}

function sourceOf(path: string, options: ImportOptions): Source {
  const name = basename(path, extname(path))
  const dash = options.preset ? name.indexOf('-') : -1
  return {
    site: options.site,
    placement: options.placement ?? (dash > 0 ? name.slice(dash + 1) : name),
    variant: options.variant ?? (dash > 0 ? name.slice(0, dash) : undefined),
  }
}

function printResult(file: string, result: ImportResult): void {
  const before = result.known > 0 ? `; ${result.known} rows were brought in before` : ''
  process.stdout.write(
    `${file}: ${result.rows} rows read, ${result.events} events, ${result.rejected.length} rows rejected${before}\n`,
  )
  for (const { line, reason } of result.rejected.slice(0, REJECTED_SHOWN))
    process.stdout.write(`  line ${line}: ${reason}\n`)
  if (result.rejectedPath) process.stdout.write(`  all rejected rows: ${result.rejectedPath}\n`)
}
