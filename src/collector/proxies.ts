// Who sent a request that came through a proxy. `X-Forwarded-For` and `Forwarded` (RFC 7239) are believed only from listed networks,
// from right to left: the last address that is not itself a listed proxy is the sender's.
import { BlockList, isIP, isIPv4 } from 'node:net'
import { plainAddress } from './address.ts'

export class Proxies {
  readonly #listed = new BlockList()
  readonly empty: boolean

  /** @param networks addresses and CIDR networks. @throws Error naming the one that is neither. */
  constructor(networks: readonly string[]) {
    this.empty = networks.length === 0
    for (const network of networks) {
      const [address = '', bits] = network.split('/')
      const length = bits === undefined ? (isIPv4(address) ? 32 : 128) : Number(bits)
      if (isIP(address) === 0 || !Number.isInteger(length) || length < 0 || length > (isIPv4(address) ? 32 : 128))
        throw new Error(`${network} is no address and no network such as 10.0.0.0/8.`)
      this.#listed.addSubnet(address, length, isIPv4(address) ? 'ipv4' : 'ipv6')
    }
  }

  isListed(address: string): boolean {
    const plain = plainAddress(address)
    return !this.empty && isIP(plain) !== 0 && this.#listed.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6')
  }

  /** The sender's address: the peer's own, unless the peer is a listed proxy that names another. */
  senderOf(peer: string, forwarded: string | undefined, forwardedFor: string | undefined): string {
    if (this.empty || !this.isListed(peer)) return peer
    const hops = forwardedFor === undefined ? hopsOfForwarded(forwarded ?? '') : forwardedFor.split(',')
    for (const hop of hops.reverse()) {
      const address = addressOf(hop.trim())
      if (address === undefined) return peer
      if (!this.isListed(address)) return address
      peer = address
    }
    return peer
  }
}

function hopsOfForwarded(header: string): string[] {
  return header.split(',').flatMap((element) => /(?:^|;)\s*for=("[^"]*"|[^;]*)/i.exec(element)?.[1] ?? [])
}

/** The address of one hop: may be quoted, bracketed, with a port. */
function addressOf(hop: string): string | undefined {
  const bare = hop.replace(/^"|"$/g, '')
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(bare)?.[1]
  const candidate = bracketed ?? (/^\d+\.\d+\.\d+\.\d+:\d+$/.test(bare) ? bare.slice(0, bare.indexOf(':')) : bare)
  return isIP(candidate) === 0 ? undefined : plainAddress(candidate)
}
