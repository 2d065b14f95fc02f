// Completes package-lock.json after an `npm install` against a registry mirror that lacks builds for other platforms: npm leaves those out of
// the lock, and then `npm ci` refuses it everywhere. Adds each missing optional build with its version, system and processor, without a hash.
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

interface Entry {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const path = resolve(import.meta.dirname, '../package-lock.json')
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, Entry> }
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

let added = 0
for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const own = `${place}/node_modules/${name}`
    if (place === '' || lock.packages[own] || lock.packages[`node_modules/${name}`]) continue
    const os = SYSTEMS.filter((system) => name.includes(system))
    const cpu = PROCESSORS.filter((processor) => name.includes(processor)).slice(0, 1)
    if (os.length === 0 || !/^\d/.test(version)) continue
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(cpu.length > 0 && { cpu }),
      ...(entry.dev && { dev: true }),
      ...(name.endsWith('musl') && { libc: ['musl'] }),
      ...(name.endsWith('gnu') && { libc: ['glibc'] }),
      optional: true,
      os,
    }
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added} builds for other platforms added\n`)
