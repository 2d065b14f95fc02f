// Where the demo's files are, run from the sources or from what was built. Promises: the same answers from both.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The package's folder: the nearest one above that holds the demo's public files. */
export const packageRoot: string = findRoot(import.meta.dirname)

/** Pages' styles and scripts, and the texts of the two shops. */
export const publicFolder: string = join(packageRoot, 'lab/demo/public')

/** A program beside the caller, with the caller's own ending: `.ts` from the sources, `.js` when built. */
export function programBeside(callerUrl: string, name: string): string {
  const caller = fileURLToPath(callerUrl)
  return join(dirname(caller), `${name}${caller.endsWith('.ts') ? '.ts' : '.js'}`)
}

/** A built part of Wayside, e.g. `cli/main.js`. @throws with the fix when it is not built. */
export function builtFile(path: string): string {
  const file = join(packageRoot, 'dist', path)
  if (!existsSync(file)) throw new Error(`dist/${path} is not there. Build it first: npm run build`)
  return file
}

/** Load a built part. The caller names its type, from the sources. */
export async function importBuilt<Module>(path: string): Promise<Module> {
  return (await import(pathToFileURL(builtFile(path)).href)) as Module
}

/** A text of the public folder. */
export function readPublic(name: string): string {
  return readFileSync(join(publicFolder, name), 'utf8')
}

function findRoot(from: string): string {
  let folder = from
  while (!existsSync(join(folder, 'lab/demo/public'))) {
    const above = dirname(folder)
    if (above === folder) throw new Error(`No Wayside package around ${from}.`)
    folder = above
  }
  return folder
}
