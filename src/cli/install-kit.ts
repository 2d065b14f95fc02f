// The tag's files for the install view, as the build left them in dist/tag.
import { fileURLToPath } from 'node:url'
import type { InstallKit } from '../api/index.ts'
import { exists, listFolder, readText } from '../platform/index.ts'
import type { Config } from './config.ts'

export function installKit({ collectors, sites }: Pick<Config, 'collectors' | 'sites'>): InstallKit {
  const folder = fileURLToPath(new URL('../../dist/tag/', import.meta.url))
  const read = (name: string): string | undefined => (exists(folder + name) ? readText(folder + name) : undefined)
  const versions = listFolder(folder)
    .filter((name) => /^\d+\.\d+\.\d+$/.test(name))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((version) => ({ version, integrity: read(`${version}/wayside.js.sri`)?.trim() ?? '' }))
  // The hash is of the text as it is, to the last byte.
  const [text, integrity] = [read('stub.js'), read('stub.js.sri')?.trim()]
  return {
    endpoints: collectors,
    versions,
    stub: text === undefined || integrity === undefined ? undefined : { text, integrity },
    origins: (site) => sites[site]?.origins,
  }
}
