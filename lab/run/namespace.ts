// Runs a program in namespaces of its own: a network with nothing but loopback, the lab's name server, and its own process table, so that
// the kernel ends everything in it when the program ends. Nothing is left behind, and nothing can reach the outside.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Started, startProgram } from '../drivers/index.ts'

/**
 * A second address on `lo`: GLib asks the resolver with AI_ADDRCONFIG, and glibc answers "no address" for a machine whose only
 * IPv4 address is 127.0.0.1, so that WebKit could load nothing. The shell stays: as process 1 it buries what browsers leave.
 */
const SET_UP = `mount --bind "$0" /etc/resolv.conf && ip link set lo up && ip addr add 127.0.0.77/8 dev lo && "$@"
exit $?`

/** Root needs no user namespace; anyone else gets one in which they are root. */
const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']

/** @param folder for what the program and its children leave in TMPDIR; the caller removes it. */
export function startInNamespace(command: string, args: readonly string[], folder: string): Started {
  const names = join(folder, 'resolv.conf')
  writeFileSync(names, 'nameserver 127.0.0.1\noptions timeout:5 attempts:2\n')
  const asUser = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
  const inside = ['sh', '-c', SET_UP, names, command, ...args]
  return startProgram('unshare', [...asUser, ...NAMESPACES, ...inside], { TMPDIR: folder }, ['pipe', 'pipe', 'pipe'])
}
