// Keys as the API makes and ends them, over the folder's keyring.
import type { KeyDesk } from '../api/index.ts'
import { WaysideError } from '../event/index.ts'
import type { Keyring } from './keyring.ts'

export function keyDesk(keys: Keyring): KeyDesk {
  return {
    list: () => keys.list(),
    add(kind, sites) {
      if (kind !== 'signing') return keys.addApiKey(kind, sites)
      const [site, ...others] = sites
      if (sites === '*' || site === undefined || others.length > 0)
        throw new WaysideError('TOKEN', 'A signing key belongs to one site.')
      const { kid, secret } = keys.addSigningKey(site)
      return { id: kid, key: secret }
    },
    revoke: (id) => keys.revoke(id),
  }
}
