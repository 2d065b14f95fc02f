// The settings there are: one table for the config file, the environment and the reference page.
import { z } from 'zod'
import { type OidcConfig, oidcSchema } from './settings-people.ts'
import { addresses, words } from './settings-words.ts'

const port = z.coerce.number().int().min(0).max(65_535)

// An outbox may send again for 35 days, and what was erased would count again.
const days = z.coerce.number().int().min(36, 'at least 36: pages may send again for 35 days').optional()

const site = z.strictObject({
  origins: words
    .optional()
    .describe('origins whose pages may carry the tag; events from others are labelled foreign_origin'),
  repeatWindowSeconds: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('clicks on one item of one list within this time count once'),
  tokenLifetimeSeconds: z.coerce.number().int().min(60).optional().describe('lifetime of list tokens that name none'),
  requireConsent: z.boolean().optional().describe('label events without consent as no_consent'),
  dataCentreList: z
    .string()
    .optional()
    .describe('file of networks, one CIDR a line; what comes from them is labelled data_centre'),
  clickWindowSeconds: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('a click earns credit for an order within this time; 7 days otherwise'),
  viewWindowSeconds: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('the same for a viewable impression, where there was no click; a day otherwise, 0 for never'),
  timeZone: z.string().optional().describe('IANA time zone of reports that name none'),
  retentionDays: days.describe('days after which what this site sent is erased, once a day; `retentionDays` otherwise'),
})

/** One entry a setting: `docs/reference/config.md` and the environment twins are made from it. */
export const configSchema: z.ZodType<Config> = z
  .strictObject({
    data: z.string().default('./wayside-data').describe('folder of the log, the store and the keys'),
    datacenter: z
      .string()
      .regex(/^[a-z0-9]{1,16}$/, 'use 1 to 16 letters and digits')
      .default('a')
      .describe('name of this datacenter, written into every record'),
    retentionDays: days.describe('days after which what was received is erased, once a day; kept for ever otherwise'),
    collector: z
      .strictObject({
        host: z.string().default('127.0.0.1').describe('address the collector listens on'),
        port: port.default(8101).describe('port of the collector; 0 takes a free one'),
        workers: z.coerce.number().int().min(1).max(64).default(1).describe('collector processes, one log each'),
        trustedProxies: words
          .default([])
          .describe('networks whose X-Forwarded-For and Forwarded are believed, as CIDR'),
        tlsCert: z.string().optional().describe('PEM file of the certificate chain; read again when it changes'),
        tlsKey: z.string().optional().describe('PEM file of the private key'),
      })
      .prefault({}),
    api: z
      .strictObject({
        host: z.string().default('127.0.0.1').describe('address the API and the dashboard listen on'),
        port: port.default(8090).describe('port of the API; 0 takes a free one'),
        publicUrl: z
          .url({ protocol: /^https?$/ })
          .optional()
          .describe('where people reach the dashboard, as they type it; with https, sessions are bound to https'),
        trustedProxies: words.optional().describe('the same for sign-ins; those of the collector otherwise'),
      })
      .prefault({}),
    oidc: oidcSchema.optional(),
    collectors: addresses
      .default([])
      .describe(
        'where pages reach the collectors, all of them: for the snippet, and a synthetic click goes through each once a minute',
      ),
    store: z
      .strictObject({
        clickhouseUrl: z.url().optional().describe('a ClickHouse server instead of the embedded store'),
        clickhouseUser: z.string().optional().describe('its user'),
        clickhousePassword: z.string().optional().describe('its password'),
        clickhouseDatabase: z.string().optional().describe('its database'),
      })
      .prefault({}),
    sites: z
      .record(
        z.string().min(1).max(200),
        site.nullable().transform((value) => value ?? {}),
      )
      .default({}),
  })
  .refine(({ oidc, api }) => oidc === undefined || api.publicUrl !== undefined, {
    path: ['oidc'],
    message: 'needs api.publicUrl: the address to which people come back',
  })

export interface SiteConfig {
  origins?: string[] | undefined
  repeatWindowSeconds?: number | undefined
  tokenLifetimeSeconds?: number | undefined
  requireConsent?: boolean | undefined
  dataCentreList?: string | undefined
  clickWindowSeconds?: number | undefined
  viewWindowSeconds?: number | undefined
  timeZone?: string | undefined
  retentionDays?: number | undefined
}

export interface Config {
  data: string
  datacenter: string
  retentionDays?: number | undefined
  collector: {
    host: string
    port: number
    workers: number
    trustedProxies: string[]
    tlsCert?: string | undefined
    tlsKey?: string | undefined
  }
  api: { host: string; port: number; publicUrl?: string | undefined; trustedProxies?: string[] | undefined }
  oidc?: OidcConfig | undefined
  collectors: string[]
  store: {
    clickhouseUrl?: string | undefined
    clickhouseUser?: string | undefined
    clickhousePassword?: string | undefined
    clickhouseDatabase?: string | undefined
  }
  sites: Record<string, SiteConfig>
}

/** Settings that the environment may set: dotted path → variable, e.g. `collector.port` → `WAYSIDE_COLLECTOR_PORT`. */
export const ENVIRONMENT: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'data',
    'datacenter',
    'collectors',
    'retentionDays',
    ...['host', 'port', 'workers', 'trustedProxies', 'tlsCert', 'tlsKey'].map((name) => `collector.${name}`),
    ...['host', 'port', 'publicUrl', 'trustedProxies'].map((name) => `api.${name}`),
    ...['issuer', 'clientId', 'clientSecret'].map((name) => `oidc.${name}`),
    ...['clickhouseUrl', 'clickhouseUser', 'clickhousePassword', 'clickhouseDatabase'].map((name) => `store.${name}`),
  ].map((path) => [path, `WAYSIDE_${path.replace('.', '_').replaceAll(/[A-Z]/g, '_$&').toUpperCase()}`]),
)
