// How routes are described: their parts, and the failures that any of them may answer with.
import { createRoute, z } from '@hono/zod-openapi'
import { ONLY, type Only } from '../report/index.ts'
import type { App, Grant } from './context.ts'
import { requireRight, requireSite } from './guard.ts'
import { errorSchema } from './schemas/common.ts'

const failure = {
  description: 'What is wrong and how to mend it',
  content: { 'application/json': { schema: errorSchema } },
}
const failures = { 401: failure, 403: failure, 422: failure, 429: failure, 503: failure }
const nothing = z.object({})

interface Parts<Q extends z.ZodObject, P extends z.ZodObject, B extends z.ZodType, A extends z.ZodType> {
  summary: string
  query?: Q
  params?: P
  body?: B
  answer: A
  /** Further content types of the same answer, by name. */
  also?: readonly string[]
  /** There may be no such thing: 404. */
  optional?: boolean
  /** Answers without a key. */
  isPublic?: boolean
}

/** A route that answers 200 with JSON, or with an error of the one table. */
export function route<
  M extends 'get' | 'post' | 'delete',
  T extends string,
  A extends z.ZodType,
  Q extends z.ZodObject = typeof nothing,
  P extends z.ZodObject = typeof nothing,
  B extends z.ZodType = typeof nothing,
>(method: M, path: T, parts: Parts<Q, P, B, A>) {
  const { summary, answer, also = [], optional = false, isPublic = false } = parts
  const others = Object.fromEntries(also.map((type) => [type, { schema: z.string() }]))
  return createRoute({
    method,
    path,
    summary,
    security: isPublic ? [] : [{ bearer: [] }, { session: [] }],
    request: {
      query: parts.query ?? nothing,
      params: parts.params ?? nothing,
      ...(parts.body && { body: { required: true, content: { 'application/json': { schema: parts.body } } } }),
    } as { query: Q; params: P; body: { required: true; content: { 'application/json': { schema: B } } } },
    responses: {
      200: { description: summary, content: { 'application/json': { schema: answer }, ...others } },
      ...(optional && { 404: failure }),
      ...failures,
    },
  })
}

/** Ask every request on these paths for a key with this right, and count it. */
export function guard(app: App, right: Grant['right'], method: 'GET' | 'POST' | 'DELETE', ...paths: string[]): void {
  for (const path of paths) app.on(method, path, requireRight(right))
}

/** The sites that a query covers: the named one if the key covers it, else all that the key covers; undefined for all there are. */
export function visible(grant: Grant, site: string | undefined): string[] | undefined {
  if (site !== undefined) return [requireSite(grant, site)]
  return grant.sites === '*' ? undefined : grant.sites
}

/** What a question is narrowed down to, out of its parameters. */
export function onlyOf(names: Only): Only {
  return Object.fromEntries(ONLY.flatMap((name) => (names[name] === undefined ? [] : [[name, names[name]]])))
}
