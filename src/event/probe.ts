// The backend's own clicks, by which it knows that the way from a page to the reports is open.

/** The site of synthetic clicks. No customer may have the name, and no answer that names no site counts it. */
export const PROBE_SITE = '~wayside'
