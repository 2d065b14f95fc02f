// What a person may do who was named by a key or by an identity provider, looked up anew at each request.
import type { ApiOptions, Grant } from '../context.ts'
import type { Person } from './file.ts'

/** The grant of a live key, or what the settings give to the person; undefined when there is none. */
export function grantOfPerson(options: ApiOptions, person: Person): Grant | undefined {
  if (person.kind === 'key') return options.grantOf(person.id)
  const given = options.oidc?.grants ?? {}
  const found = person.values.flatMap((value) => (Object.hasOwn(given, value) ? [given[value]!] : []))
  const [first] = found
  if (!first) return undefined
  // Several entries add up: the widest right, and the sites of all.
  const right = found.some((grant) => grant.right === 'admin') ? 'admin' : 'read'
  const within = found.filter((grant) => grant.right === right)
  const sites = within.some((grant) => grant.sites === '*') ? '*' : [...new Set(within.flatMap(({ sites }) => sites))]
  return { id: `oidc:${person.name}`, right, sites }
}
