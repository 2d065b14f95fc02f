// An identity provider on this machine (oidc-provider), which lets in whoever comes, without asking, as the person that a test names.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
// @ts-expect-error: it brings no types.
import { Provider } from 'oidc-provider'

export interface IdentityProvider {
  /** What the backend's settings say of it: it lets in Eve, who reads one site, and those of a team, who read another. */
  readonly settings: typeof SETTINGS & { issuer: string }
  /** Whom it lets in next. */
  person: { email: string; email_verified: boolean; teams: string[] }
  /** Whether what it says next is signed by somebody else. */
  isForged: boolean
  close(): Promise<void>
}

const SETTINGS = {
  clientId: 'wayside',
  clientSecret: 'a-secret-of-the-test',
  name: 'the test',
  claim: 'email',
  scopes: 'openid email',
  grants: {
    'eve@shop.example': { right: 'read', sites: ['mine'] },
    'the shops': { right: 'read', sites: ['theirs'] },
  } as const,
}

/** @param publicUrl of the backend that people come back to. */
export async function startProvider(publicUrl: string): Promise<IdentityProvider> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: IdentityProvider = {
    settings: { ...SETTINGS, issuer },
    person: { email: 'eve@shop.example', email_verified: true, teams: [] },
    isForged: false,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  const oidc = new Provider(issuer, {
    clients: [
      {
        client_id: SETTINGS.clientId,
        client_secret: SETTINGS.clientSecret,
        redirect_uris: [`${publicUrl}/sign-in/oidc/callback`],
      },
    ],
    claims: { email: ['email', 'email_verified', 'teams'] },
    cookies: { keys: ['a key of the test'] },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: async () => ({ sub, ...provider.person }),
    }),
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/let-in/${uid}` },
    features: { devInteractions: { enabled: false } },
    loadExistingGrant: grantAll,
  })
  const answer = oidc.callback()
  server.on('request', (request, response) => {
    // Where a person would give a password.
    if (request.url!.startsWith('/let-in/'))
      void oidc.interactionFinished(request, response, { login: { accountId: 'eve' } })
    else answer(request, request.url === '/token' && provider.isForged ? forging(response) : response)
  })
  return provider
}

// biome-ignore lint/suspicious/noExplicitAny: the provider brings no types.
async function grantAll({ oidc: { provider, client, session } }: any) {
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope('openid email')
  await grant.save()
  return grant
}

/** An answer whose ID token another key has signed. */
function forging(response: ServerResponse): ServerResponse {
  const end = response.end.bind(response) as (body: string) => ServerResponse
  response.end = ((body: unknown) => {
    const said = JSON.parse(String(body)) as { id_token: string }
    const [head, claims, signature = ''] = said.id_token.split('.')
    const other = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
    return end(JSON.stringify({ ...said, id_token: [head, claims, other].join('.') }))
  }) as typeof response.end
  return response
}
