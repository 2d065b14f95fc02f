// Settings of sign-in with an identity provider.
import { z } from 'zod'
import { words } from './settings-words.ts'

const grant = z.strictObject({
  right: z.enum(['read', 'admin']),
  sites: z.preprocess((value) => (value === '*' ? '*' : value), z.union([z.literal('*'), words])),
})

export const oidcSchema: z.ZodType<OidcConfig> = z.strictObject({
  issuer: z
    .url()
    .describe(
      'an identity provider (OpenID Connect) that people sign in with; needs `api.publicUrl`, and `<publicUrl>/sign-in/oidc/callback` as its redirect address',
    ),
  clientId: z.string().min(1).describe('what it knows this service as'),
  clientSecret: z.string().min(1).describe('the secret that it gave; better in the environment than in the file'),
  name: z.string().min(1).max(40).default('single sign-on').describe('what the button says'),
  claim: z
    .string()
    .min(1)
    .default('email')
    .describe('the claim that `grants` are looked up by; an e-mail address must be verified'),
  scopes: z.string().default('openid email').describe('what is asked for'),
  grants: z
    .record(z.string().min(1), grant)
    .default({})
    .describe('what a value of the claim gives: `right` (read, admin) and `sites` (names, or "*")'),
})

export interface OidcConfig {
  issuer: string
  clientId: string
  clientSecret: string
  name: string
  claim: string
  scopes: string
  grants: Record<string, { right: 'read' | 'admin'; sites: string[] | '*' }>
}
