// Hands a file to the browser's downloads.

/** How long the browser may take to open the file before its address ends, milliseconds. */
const KEEP_MS = 4_000

export function saveFile(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS)
}
