// Reads the text of a UUID into 16 bytes, without a string or an array in between.

const HEX = new Uint8Array(128)
for (let digit = 0; digit < 16; digit++) {
  HEX[digit.toString(16).charCodeAt(0)] = digit
  HEX[digit.toString(16).toUpperCase().charCodeAt(0)] = digit
}

const DASHES = new Set([8, 13, 18, 23])
/** Where the two digits of each of the 16 bytes stand in the text of a UUID. */
const UUID_PLACES = Uint8Array.from(
  [...Array(36).keys()].filter((place) => !DASHES.has(place)).filter((_p, i) => i % 2 === 0),
)

/** Write the bytes, first digit first, or zeroes for undefined. @returns the place after them */
export function writeUuid(bytes: Uint8Array, start: number, text: string | undefined): number {
  let at = start
  for (let i = 0; i < 16; i++) {
    const place = UUID_PLACES[i]!
    bytes[at++] = text === undefined ? 0 : (HEX[text.charCodeAt(place)]! << 4) | HEX[text.charCodeAt(place + 1)]!
  }
  return at
}
