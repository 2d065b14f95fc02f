// The backend of a node, wired: keys, store, loader, answers. One process holds a data folder's store at a time.
import { join } from 'node:path'
import type { Answers } from '../api/index.ts'
import { WaysideError } from '../event/index.ts'
import { drain, type LoaderFigures, type LoaderOptions } from '../loader/index.ts'
import { acquireLock, exists, LockHeld, makeFolder } from '../platform/index.ts'
import { openStore, type Store, type StoreOptions } from '../store/index.ts'
import { answersOver } from './answers.ts'
import type { Config } from './config.ts'
import { Keyring } from './keyring.ts'
import { siteContexts } from './sites.ts'

export interface Backend {
  config: Config
  keys: Keyring
  store: Store
  answers: Answers
  /** What the loader needs, but for callbacks. */
  loaderOptions: LoaderOptions
  close(): Promise<void>
}

/** Take the folder and open its store. @throws WaysideError FOLDER_IN_USE naming the process that holds it and where it answers. */
export async function openBackend(config: Config, command: string, url?: string): Promise<Backend> {
  makeFolder(config.data)
  const release = takeFolder(config.data, command, url)
  try {
    const keys = new Keyring(config.data)
    const store = await openStore(storeOf(config))
    return {
      config,
      keys,
      store,
      answers: answersOver(store, config),
      loaderOptions: {
        logRoot: join(config.data, 'log'),
        store,
        keyOf: keys.keyOf,
        siteOf: siteContexts(config, keys),
      },
      close: async () => {
        await store.close()
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

/** Ask a folder's store, with everything loaded that its logs hold. */
export async function withAnswers<A>(
  config: Config,
  ask: (answers: Answers, sites: string[]) => Promise<A>,
): Promise<A> {
  if (!exists(join(config.data, 'keys.json')) && !exists(join(config.data, 'log'))) {
    throw new WaysideError(
      'INPUT',
      `${config.data} is no data folder: it holds neither keys nor a log. Name one with --data.`,
    )
  }
  const backend = await openBackend(config, 'wayside report')
  try {
    await drain(backend.loaderOptions)
    return await ask(backend.answers, backend.keys.sites())
  } finally {
    await backend.close()
  }
}

/** Load all that the logs of a folder hold, then let go of it. */
export async function drainInto(config: Config): Promise<LoaderFigures> {
  const backend = await openBackend(config, 'wayside import')
  try {
    return await drain(backend.loaderOptions)
  } finally {
    await backend.close()
  }
}

/** A ClickHouse server where the config names one, the embedded engine in the data folder otherwise. */
function storeOf({ data, store }: Config): StoreOptions {
  if (store.clickhouseUrl === undefined) return { folder: join(data, 'store') }
  return {
    clickhouse: {
      url: store.clickhouseUrl,
      user: store.clickhouseUser,
      password: store.clickhousePassword,
      database: store.clickhouseDatabase,
    },
  }
}

function takeFolder(data: string, command: string, url: string | undefined): () => void {
  try {
    return acquireLock(join(data, 'backend.lock'), { pid: process.pid, command, ...(url !== undefined && { url }) })
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error
    const { pid, command: other, url: at } = error.holder
    throw new WaysideError(
      'FOLDER_IN_USE',
      `${data} is held by process ${pid} (${other}${at ? `; ask it with --url ${at} --key …` : ''}).`,
    )
  }
}
