// What pages may load (Content Security Policy level 3), in one place.
import { createHash } from 'node:crypto'

/**
 * The dashboard: scripts, styles, fonts and requests from here only, nothing inline; charts are saved by way of `blob:` pictures.
 * A shop may be opened in a frame of the install view, so frames of http and https are allowed; they stay other origins.
 */
const PAGE = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  'frame-src http: https:',
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')

/** @param ancestors the origins that may frame the page; nobody, when there are none. */
export function pagePolicy(ancestors: readonly string[]): string {
  return `${PAGE}; frame-ancestors ${ancestors.length > 0 ? ancestors.join(' ') : "'none'"}`
}

/** A page without scripts that brings one style with it. */
export function stylePolicy(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64')
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors 'none'`
}

/** Files whose name holds a hash of their content, as the build names them. */
export const KEPT_FOR_EVER = /^\/assets\/.+-[\w-]{8,}\.\w+$/
