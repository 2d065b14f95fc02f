// Who asks, what they may do, and who may sign in: the words that all of the API shares.

/** Who asks, and what for. */
export interface Grant {
  id: string
  right: 'read' | 'write' | 'admin'
  sites: string[] | '*'
  /** The only paths that it opens; all that the right does, when absent. */
  paths?: readonly string[]
  /** Of a shared link that opens one view. */
  view?: string | undefined
}

/** Whoever asks, as far as the request tells. */
export interface Caller {
  by: 'key' | 'share' | 'session'
  /** The secret of the session. */
  session?: string
  /** Where a shared link was opened: many hold one link, so they are counted apart. */
  address?: string
  /** What they may do at this moment; undefined once it was revoked, or never was. */
  grant(): Grant | undefined
}

/** Sign-in with an identity provider (OpenID Connect). */
export interface OidcOptions {
  /** Where it describes itself: `<issuer>/.well-known/openid-configuration`. */
  issuer: string
  clientId: string
  clientSecret: string
  /** What its button says. */
  name: string
  /** The claim that grants are looked up by; its value may be a list. */
  claim: string
  scopes: string
  /** What a value of the claim gives. */
  grants: Readonly<Record<string, { right: 'read' | 'admin'; sites: string[] | '*' }>>
}

/** A key without its secret. */
export interface KeyEntry {
  id: string
  kind: KeyKind
  sites: string[] | '*'
  /** ISO 8601. */
  createdAt: string
  /** ISO 8601; empty while it lives. */
  revokedAt: string
}
type KeyKind = 'signing' | Grant['right']

/** Where keys are made and ended. */
export interface KeyDesk {
  list(): KeyEntry[]
  /** @returns its id, and the bearer key or signing secret, this once. @throws WaysideError TOKEN when a signing key is asked for several sites. */
  add(kind: KeyKind, sites: string[] | '*'): { id: string; key: string }
  revoke(id: string): void
}
