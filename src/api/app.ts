// The API as one application: routes, the uniform face of errors, health, metrics, its own description.
import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { etag } from 'hono/etag'
import { HTTPException } from 'hono/http-exception'
import { ERRORS, WaysideError } from '../event/index.ts'
import type { Access } from './access/access.ts'
import type { ApiOptions, App, Variables } from './context.ts'
import type { Tail } from './feed/tail.ts'
import { identify } from './guard.ts'
import { type Description, referencePage, STYLE } from './page.ts'
import { stylePolicy } from './policy.ts'
import { addAttribution } from './routes/attribution.ts'
import { addEvents } from './routes/events.ts'
import { addExperiment } from './routes/experiment.ts'
import { addExport } from './routes/export.ts'
import { addFeed } from './routes/feed.ts'
import { addHealth } from './routes/health.ts'
import { addHistory } from './routes/history.ts'
import { addIngest } from './routes/ingest.ts'
import { addInstall } from './routes/install.ts'
import { addKeys } from './routes/keys.ts'
import { addOidc } from './routes/oidc.ts'
import { addOverview } from './routes/overview.ts'
import { addPages, secure } from './routes/pages.ts'
import { addReport } from './routes/report.ts'
import { addSession } from './routes/session.ts'
import { addShares } from './routes/shares.ts'
import { addSites } from './routes/sites.ts'
import { addWebhooks } from './routes/webhooks.ts'
import type { WebhookDesk } from './webhooks/desk.ts'

const privately: MiddlewareHandler = async (context, next) => {
  await next()
  context.header('Cache-Control', 'private, no-cache')
}

/** What lives beside the requests. */
export interface Live {
  access: Access
  tail: Tail
  desk: WebhookDesk
  /** Aborted when the server stops: streams end. */
  stopping: AbortSignal
}

export function createApp(options: ApiOptions, live: Live): App {
  const app: App = new OpenAPIHono<Variables>({
    defaultHook: (result) => {
      if (result.success) return
      const [issue] = result.error.issues
      throw new WaysideError('QUERY', `${issue?.path.join('.')}: ${issue?.message}.`)
    },
  })
  app.use(secure)
  app.onError((error, context) => {
    if (error instanceof WaysideError) return context.json(error.toJSON(), error.status as 400)
    // The framework's own refusals, such as a body that is no JSON.
    if (error instanceof HTTPException && error.status < 500)
      return context.json(new WaysideError('QUERY', 'The body is not JSON.').toJSON(), 422)
    process.stderr.write(`${context.req.method} ${context.req.path}: ${error.stack ?? error}\n`)
    return context.json(new WaysideError('STORE_UNAVAILABLE').toJSON(), ERRORS.STORE_UNAVAILABLE[0] as 503)
  })
  app.notFound((context) => context.json(new WaysideError('NOT_FOUND').toJSON(), 404))
  // Answers may be kept and asked about again (304), never shared: they depend on the key.
  app.on(
    'GET',
    ['sites', 'report', 'series', 'breakdown', 'books', 'loss', 'attribution', 'experiment', 'events', 'events/*'].map(
      (path) => `/api/v1/${path}`,
    ),
    etag(),
    privately,
  )
  app.use('/api/*', identify(options, live.access))
  addSession(app, options, live.access)
  addShares(app, options.sites, live.access)
  addSites(app, options)
  addReport(app, options)
  addOverview(app, options)
  addAttribution(app, options)
  addExport(app, options)
  addExperiment(app, options)
  addEvents(app, options)
  addIngest(app, options)
  addHealth(app, options)
  addHistory(app, options)
  addInstall(app, options)
  addKeys(app, options, live.access)
  addFeed(app, options, live.tail, live.stopping)
  addWebhooks(app, live.desk)
  app.get('/healthz', (context) => context.text('ok\n'))
  app.get('/readyz', async (context) => {
    try {
      await options.ready()
      return context.text('ready\n')
    } catch (error) {
      return context.text(`not ready: ${(error as Error).message}\n`, 503)
    }
  })
  app.get('/metrics', async (context) =>
    context.text(await options.metrics(), 200, { 'Content-Type': 'text/plain; version=0.0.4' }),
  )
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'wayside' })
  const description = { openapi: '3.1.0', info: { title: 'Wayside', version: '1' } }
  app.doc31('/api/v1/openapi.json', description)
  app.get('/api/v1', (context) =>
    context.html(referencePage(app.getOpenAPI31Document(description) as unknown as Description), 200, {
      'Content-Security-Policy': stylePolicy(STYLE),
    }),
  )
  addOidc(app, options, live.access)
  addPages(app, options, live.access)
  return app
}
