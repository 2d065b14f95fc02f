// Amounts of money as the store holds them.

/** A decimal of at most 4 places, which `readBatch` has checked, as Decimal64(4) holds it. */
export function tenThousandths(decimal: string): bigint {
  const [whole = '0', places = ''] = decimal.split('.')
  const digits = BigInt(whole.replace('-', '') + places.padEnd(4, '0'))
  return decimal.startsWith('-') ? -digits : digits
}
