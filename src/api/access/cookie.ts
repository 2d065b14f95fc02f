// The session's cookie: signed, http-only, sent to this origin's own pages alone.
import type { Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'

const NAME = 'wayside'
/** Between leaving for an identity provider and coming back from it. */
const FLOW_NAME = 'wayside-sign-in'
const FLOW_SECONDS = 600

export class Cookies {
  readonly #secret: string
  /** Over https the cookie is bound to this host and to https (`__Host-`, RFC 6265bis 4.1.3.2). */
  readonly #isSecure: boolean

  constructor(secret: string, publicUrl: string | undefined) {
    this.#secret = secret
    this.#isSecure = publicUrl?.startsWith('https:') ?? false
  }

  async read(context: Context): Promise<string | undefined> {
    return (await getSignedCookie(context, this.#secret, NAME, this.#prefix)) || undefined
  }

  /** @param expiresAt milliseconds */
  async write(context: Context, secret: string, expiresAt: number): Promise<void> {
    await setSignedCookie(context, NAME, secret, this.#secret, {
      ...this.#options,
      sameSite: 'Strict',
      expires: new Date(expiresAt),
    })
  }

  clear(context: Context): void {
    deleteCookie(context, NAME, this.#options)
  }

  /** What must be remembered while a person is at the identity provider. Lax: they come back from another site. */
  async writeFlow(context: Context, flow: object): Promise<void> {
    const value = Buffer.from(JSON.stringify(flow)).toString('base64url')
    await setSignedCookie(context, FLOW_NAME, value, this.#secret, {
      ...this.#options,
      sameSite: 'Lax',
      maxAge: FLOW_SECONDS,
    })
  }

  /** Once. */
  async takeFlow<F extends object>(context: Context): Promise<F | undefined> {
    const value = await getSignedCookie(context, this.#secret, FLOW_NAME, this.#prefix)
    deleteCookie(context, FLOW_NAME, this.#options)
    return value ? (JSON.parse(Buffer.from(value, 'base64url').toString()) as F) : undefined
  }

  get #prefix(): 'host' | undefined {
    return this.#isSecure ? 'host' : undefined
  }

  get #options(): CookieOptions {
    return {
      path: '/',
      httpOnly: true,
      secure: this.#isSecure,
      ...(this.#isSecure && { prefix: 'host' as const }),
    }
  }
}
