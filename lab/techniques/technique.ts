// What a technique is: the scripts that a page carries to tell of its clicks.
import type { Addresses } from '../world/page.ts'

export interface Technique {
  /** One word, also the shop's host name for it. */
  name: string
  title: string
  /** What stands in the page's head. `lab.click` is the name of the click, `lab.first` the collector. */
  head: (addresses: Addresses) => string
  /** Script at the end of the body; `lab.link` is the link. */
  body?: string
  /** An expression that becomes true when the technique is ready for a click. */
  armed?: string
  /** It loads a script from the tag server: without a tag server there is no such technique. */
  needsTagServer?: boolean
  /** The visitor waits for the collector: where that never answers, fewer clicks are made, because each takes as long as the lab's patience. */
  waits?: boolean
  /** It keeps what was not delivered and sends it from a later page. */
  keeps?: boolean
  /** Only these engines have it. */
  engines?: readonly string[]
}
