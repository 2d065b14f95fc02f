// A certificate of the lab's own for `*.collect.test`, made anew for each run. The browsers are told to accept it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** PEM texts. Throws when `openssl` isn't installed. */
export function makeCertificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'wayside-certificate-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const name = ['-subj', '/CN=collect.test', '-addext', 'subjectAltName=DNS:*.collect.test']
  const args = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    ...name,
  ]
  try {
    const { status, stderr } = spawnSync('openssl', [...args, '-keyout', key, '-out', cert])
    if (status !== 0) throw new Error(`The lab needs openssl for its certificate: ${stderr ?? 'it is not installed'}`)
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
