// The backend of a node, wired: keys, store, loader, answers. One process holds a data folder's store at a time.
import { join } from 'node:path'
import type { Answers } from '../api/index.ts'
import { WaysideError } from '../event/index.ts'
import { drain, type LoaderOptions } from '../loader/index.ts'
import { acquireLock, LockHeld, makeFolder } from '../platform/index.ts'
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
  /** A loader runs beside, so that what comes is loaded. */
  isLoading: boolean
  /** Resolves when all is in reports that the logs held, or when the signal is aborted: then it may not be. */
  catchUp(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/**
 * Take the folder and open its store.
 * @param at where this process answers, for the lock that others read
 * @throws WaysideError FOLDER_IN_USE naming the process that holds it and where it answers.
 */
export async function openBackend(
  config: Config,
  command: string,
  at: { url?: string | undefined; socket?: string } = {},
): Promise<Backend> {
  makeFolder(config.data)
  const release = takeFolder(config.data, command, at)
  try {
    const keys = new Keyring(config.data)
    const onEngineDeath = (why: string): void =>
      void process.stderr.write(`store: ${why} It starts again with the next statement.\n`)
    const store = await openStore(storeOf(config), onEngineDeath)
    const loaderOptions: LoaderOptions = {
      logRoot: join(config.data, 'log'),
      store,
      keyOf: keys.keyOf,
      siteOf: siteContexts(config, keys),
    }
    return {
      ...{ config, keys, store, loaderOptions },
      answers: answersOver(store, config),
      isLoading: false,
      catchUp: async () => void (await drain(loaderOptions)),
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

/** The same backend under other settings of sites. */
export function withSites(backend: Backend, sites: Config['sites']): Backend {
  const config = { ...backend.config, sites }
  return {
    ...backend,
    config,
    answers: answersOver(backend.store, config),
    loaderOptions: { ...backend.loaderOptions, siteOf: siteContexts(config, backend.keys) },
  }
}

/** A ClickHouse server where the config names one, the embedded engine in the data folder otherwise. */
function storeOf({ data, store }: Config): StoreOptions {
  const folder = join(data, 'store')
  if (store.clickhouseUrl === undefined) return { folder }
  return {
    folder,
    clickhouse: {
      url: store.clickhouseUrl,
      user: store.clickhouseUser,
      password: store.clickhousePassword,
      database: store.clickhouseDatabase,
    },
  }
}

function takeFolder(
  data: string,
  command: string,
  { url, socket }: { url?: string | undefined; socket?: string },
): () => void {
  try {
    const holder = {
      pid: process.pid,
      command,
      ...(url !== undefined && { url }),
      ...(socket !== undefined && { socket }),
    }
    return acquireLock(join(data, 'backend.lock'), holder)
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error
    const { pid, command: other, url: at } = error.holder
    throw new WaysideError(
      'FOLDER_IN_USE',
      `${data} is held by process ${pid} (${other}${at ? `; ask it with --url ${at} --key …` : ''}).`,
    )
  }
}
