// Shapes of sign-in, shared links and the audit list.
import { z } from '@hono/zod-openapi'
import { AUDIT_KINDS } from '../access/audit.ts'
import { SHARE_VIEWS } from '../access/views.ts'
import { AUDIT_ENTRIES_MAX, SHARE_DAYS_MAX, SHARE_EMBED_MAX } from '../limits.ts'
import { site } from './common.ts'

const sites = z.union([z.array(z.string()), z.literal('*')])
const time = z.string().openapi({ description: 'ISO 8601.' })

export const signIn = z
  .object({ key: z.string().min(1).max(200).openapi({ description: 'A read or admin key.' }) })
  .openapi('SignIn')

export const sessionAnswer = z
  .object({
    by: z.enum(['key', 'share', 'session']),
    who: z.string(),
    right: z.enum(['read', 'write', 'admin']),
    everySite: z.boolean().openapi({ description: 'All sites, also those to come.' }),
    sites: z.array(z.string()).openapi({ description: 'The sites that may be asked about now.' }),
    paths: z.array(z.string()).optional().openapi({ description: 'Of a shared link: all that it opens.' }),
    expiresAt: time.nullable().openapi({ description: 'When a session ends.' }),
  })
  .openapi('Session')

export const sessionsAnswer = z
  .object({
    sessions: z.array(
      z.object({
        id: z.string(),
        who: z.string(),
        kind: z.enum(['key', 'oidc']),
        right: z.enum(['read', 'write', 'admin']),
        sites,
        startedAt: time,
        expiresAt: time,
      }),
    ),
  })
  .openapi('Sessions')

const view = z.enum(SHARE_VIEWS)
/** As Content-Security-Policy takes them: no path, nothing that could end a directive. */
const ORIGIN = /^(\*|https?:\/\/(\*\.)?[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?)$/

export const newShare = z
  .object({
    site,
    view: view.optional().openapi({ description: 'All views otherwise.' }),
    days: z.int().min(1).max(SHARE_DAYS_MAX).default(30),
    embed: z
      .array(z.string().max(300).regex(ORIGIN, 'Use origins such as https://www.bookstore.example, or *.'))
      .max(SHARE_EMBED_MAX)
      .default([])
      .openapi({ description: 'Origins that may show it in a frame, with their scheme; none otherwise.' }),
  })
  .openapi('NewShare')

export const madeShare = z
  .object({
    id: z.string(),
    token: z.string().openapi({ description: 'As a bearer, it reads what the link shows. Shown this once.' }),
    path: z.string().openapi({ description: 'The link, from the dashboard’s own address on. Shown this once.' }),
    expiresAt: time,
  })
  .openapi('MadeShare')

export const sharesAnswer = z
  .object({
    shares: z.array(
      z.object({
        id: z.string(),
        site: z.string(),
        view: z.string().nullable(),
        embed: z.array(z.string()),
        createdBy: z.string(),
        createdAt: time,
        expiresAt: time,
        revokedAt: z.string().openapi({ description: 'Empty while it was not revoked.' }),
        state: z.enum(['live', 'expired', 'revoked']),
      }),
    ),
    views: z.array(view).openapi({ description: 'What a link may show, one of them or all.' }),
  })
  .openapi('Shares')

export const auditQuery = z.object({
  kind: z.enum(AUDIT_KINDS).optional(),
  limit: z.coerce.number().int().min(1).max(AUDIT_ENTRIES_MAX).default(200),
})

export const auditAnswer = z
  .object({
    entries: z.array(
      z.object({
        at: time,
        kind: z.enum(AUDIT_KINDS),
        who: z.string(),
        sites,
        subject: z.string().optional(),
        detail: z.string().optional(),
        address: z.string().optional(),
      }),
    ),
  })
  .openapi('Audit')
