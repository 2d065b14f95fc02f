// The version, as package.json has it.
import { readText } from '../platform/index.ts'

export function version(): string {
  const text = readText(new URL('../../package.json', import.meta.url))
  return (JSON.parse(text ?? '{"version":"unknown"}') as { version: string }).version
}
