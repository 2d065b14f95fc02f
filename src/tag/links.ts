// What a link is.

/** HTML's links and SVG's, whose `href` may be in the xlink namespace. */
export const LINKS = 'a[*|href],area[href]'
