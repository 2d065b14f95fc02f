// Times as people read them, in the zone that the page is about.

/** `2 Nov, 14:03:20`; a dash for none. */
export function moment(iso: string | null, tz: string): string {
  if (!iso) return '–'
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: tz,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(new Date(iso))
}

/** `2 Nov 2026`. */
export function dayText(iso: string, tz: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: tz, day: 'numeric', month: 'short', year: 'numeric' }).format(
    new Date(iso),
  )
}

/** `1.4 GB` */
export function bytesText(bytes: number | null): string {
  if (bytes === null) return '–'
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${(bytes / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step]}`
}
