// An identity provider (OpenID Connect Core 1.0): the code flow with PKCE, state and nonce, by openid-client, which is certified for it.
// Promises: a person is named only by claims that the provider signed, or gave over a connection to itself; by an e-mail address only where
// the provider has verified it. Does not: keep its tokens.
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { WaysideError } from '../../event/index.ts'
import type { OidcOptions } from '../context.ts'
import { PROVIDER_SECONDS_MAX } from '../limits.ts'
import type { Person } from './file.ts'

/** What is remembered between leaving and coming back. */
export interface Flow {
  state: string
  nonce: string
  verifier: string
  /** Where in the dashboard the person was. */
  to: string
}

export class Provider {
  readonly #options: OidcOptions
  #known: Promise<Configuration> | undefined

  constructor(options: OidcOptions) {
    this.#options = options
  }

  /** @returns where to send the person, and what to remember. @throws when the provider does not answer. */
  async leave(callback: URL, to: string): Promise<{ url: URL; flow: Flow }> {
    const flow = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), to }
    const url = buildAuthorizationUrl(await this.#discover(), {
      redirect_uri: callback.href,
      scope: this.#options.scopes,
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
    })
    return { url, flow }
  }

  /** @param arrived the callback's address with what the provider added. @throws when it is not an answer to this flow. */
  async comeBack(arrived: URL, flow: Flow): Promise<Person> {
    const config = await this.#discover()
    const { claim } = this.#options
    const tokens = await authorizationCodeGrant(config, arrived, {
      pkceCodeVerifier: flow.verifier,
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      idTokenExpected: true,
    })
    const signed = tokens.claims()
    if (!signed) throw new WaysideError('UNAUTHORIZED', 'The identity provider named nobody.')
    // Many providers put no more than `sub` into the token and tell the rest when asked.
    const said = signed[claim] === undefined ? await fetchUserInfo(config, tokens.access_token, signed.sub) : signed
    if (claim === 'email' && said.email_verified !== true)
      throw new WaysideError('UNAUTHORIZED', 'The identity provider has not verified this e-mail address.')
    const values = [said[claim]].flat().filter((value): value is string => typeof value === 'string')
    // Many providers let a person type any address; `sub` is theirs alone (OpenID Connect Core 5.7).
    const name = typeof said.email === 'string' && said.email_verified === true ? said.email : signed.sub
    return { kind: 'oidc', name: name.slice(0, 200), values }
  }

  /** Once for all; again when it failed. */
  #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#options
    const url = new URL(issuer)
    // Plain http is for a provider on this machine alone.
    const isLocal = url.protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
    this.#known ??= discovery(url, clientId, clientSecret, undefined, {
      timeout: PROVIDER_SECONDS_MAX,
      // Over TLS the signature need not be checked (OpenID Connect Core 3.1.3.7); but then a proxy in between could name anybody.
      execute: [enableNonRepudiationChecks, ...(isLocal ? [allowInsecureRequests] : [])],
    }).catch((error: unknown) => {
      this.#known = undefined
      throw error
    })
    return this.#known
  }
}
