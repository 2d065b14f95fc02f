// Every technique that the lab can put on a page as its only tracker.
// Comes from: npm and dist/tag. Goes to: lab/world, which puts them into pages.
import { buildPeers, peers } from './peers.ts'
import { plain } from './plain.ts'
import type { Technique } from './technique.ts'
import { builtTag, wayside } from './wayside.ts'

export type { Technique } from './technique.ts'
export { builtTag, tagMark } from './wayside.ts'

export const TECHNIQUES: readonly Technique[] = [...plain, ...peers, ...wayside]

/** What the lab's tag server serves, by path. */
export async function tagFiles(): Promise<Map<string, string>> {
  return new Map([...(await buildPeers()), ...builtTag()])
}
