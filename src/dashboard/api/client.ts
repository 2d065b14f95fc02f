// Asks the API. Promises: one request for one question at a time, however many tiles ask it; an answer is kept a moment, so that going
// from view to view is instant; every failure is an AskError that says what to do.
import { shareToken } from './link.ts'

/** How long an answer may be shown again without asking, milliseconds. */
const FRESH_MS = 4_000
/** Answers held at a time: a few views' worth. */
const ANSWERS_MAX = 60

export type Query = Readonly<Record<string, string | number | undefined>>

/** Why there is no answer: the API's code and message, or `OFFLINE` when nothing answered at all. */
export class AskError extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Ask the API a question. @throws AskError */
export type Ask = <T>(path: string, query?: Query) => Promise<T>

interface Held {
  at: number
  answer: Promise<unknown>
}

const held = new Map<string, Held>()

export const ask: Ask = <T>(path: string, query: Query = {}): Promise<T> => {
  const address = addressOf(path, query)
  const known = held.get(address)
  if (known && performance.now() - known.at < FRESH_MS) return known.answer as Promise<T>
  const answer = request(address)
  held.delete(address)
  held.set(address, { at: performance.now(), answer })
  for (const oldest of held.keys()) {
    if (held.size <= ANSWERS_MAX) break
    held.delete(oldest)
  }
  answer.catch(() => held.delete(address))
  return answer as Promise<T>
}

/** Grows when somebody signs in or out: what was asked before tells nothing of who is there now. */
let era = 0

/** Forget all answers, also those on their way: somebody else signs in, or nobody. */
export function forgetAnswers(): void {
  held.clear()
  era++
}

/** The address of a question; parameters that are undefined are left out. */
function addressOf(path: string, query: Query): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) params.set(name, String(value))
  const text = params.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Change something; what was answered before is forgotten. @throws AskError */
export async function send<T>(method: 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
  const answer = await fetchAs(path, {
    method,
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  })
  held.clear()
  for (const listener of changes) listener()
  return answer.json()
}

const changes = new Set<() => void>()

/** Be told when this page changed something: what is shown may be old. @returns how to stop. */
export function onChange(listener: () => void): () => void {
  changes.add(listener)
  return () => void changes.delete(listener)
}

const endings = new Set<(error: AskError) => void>()

/** Be told when nobody is signed in any more: a session or a shared link ended. @returns how to stop. */
export function onEnded(listener: (error: AskError) => void): () => void {
  endings.add(listener)
  return () => void endings.delete(listener)
}

/** Fetch with whatever says who we are: a shared link's token, else the session's cookie. @throws AskError */
export async function fetchAs(address: string, options: RequestInit = {}): Promise<Response> {
  const asked = era
  const token = shareToken()
  const headers = new Headers(options.headers)
  if (token) headers.set('Authorization', `Bearer ${token}`)
  let answer: Response
  try {
    answer = await fetch(address, { ...options, headers, credentials: token ? 'omit' : 'same-origin' })
  } catch {
    throw new AskError(0, 'OFFLINE', 'The backend does not answer. Is it running? This page tries again by itself.')
  }
  if (answer.ok) return answer
  const body = (await answer.json().catch(() => ({}))) as { code?: string; message?: string }
  const error = new AskError(
    answer.status,
    body.code ?? 'UNKNOWN',
    body.message ?? `The backend answered ${answer.status}.`,
  )
  if (error.status === 401 && asked === era) for (const listener of endings) listener(error)
  throw error
}

async function request(address: string): Promise<unknown> {
  const answer = await fetchAs(address)
  return answer.json()
}
