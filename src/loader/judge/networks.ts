// A list of data-centre networks, as cloud providers publish theirs: one CIDR a line, `#` starts a comment.
// Addresses come truncated (203.0.113.0/24, 2001:db8:1::/48), so only a network that covers the truncated one whole can be
// recognised: longer prefixes than /24 and /48 are passed over.
import { BlockList, isIP } from 'node:net'
import { WaysideError } from '../../event/index.ts'
import { memo } from './memo.ts'

/** @returns the test that {@link Context.dataCentre} takes. @throws WaysideError CONFIG naming the line that is no network. */
export function dataCentreList(text: string): (address: string) => boolean {
  const list = new BlockList()
  text.split('\n').forEach((line, index) => {
    const network = line.replace(/#.*/, '').trim()
    if (network === '') return
    const [address = '', bits] = network.split('/')
    const family = isIP(address)
    const bitsMax = family === 4 ? 32 : 128
    const prefix = bits === undefined ? bitsMax : Number(bits)
    if (family === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > bitsMax)
      throw new WaysideError('CONFIG', `Line ${index + 1} of the data-centre list is no network: ${network}.`)
    if (prefix <= (family === 4 ? 24 : 48)) list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6')
  })
  return memo((address) => {
    const plain = address.split('/')[0] ?? ''
    const family = isIP(plain)
    return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6')
  })
}
