// The cells of a full run, and why the others are left out. An hour on two cores has room for about seven thousand clicks, so each cell must
// answer a question that no other cell answers. A choice of both --technique and --fault on the command line runs any cell at all.
import type { Destination } from './run/cell.ts'

export interface Part {
  destination: Destination
  faults: readonly string[]
  /** The untracked link always runs along. */
  techniques: readonly string[]
  why: string
  /** Not in a run without a choice: these cells are measured when their technique, fault or destination is asked for. */
  onRequest?: true
}

const RACING = ['image', 'image-wait', 'image-wait-300', 'redirect', 'beacon', 'keepalive', 'ping']
const PLAIN = [...RACING, 'next-page', 'fetch-later']
const PEERS = ['algolia', 'snowplow', 'plausible']
const WAYSIDE = ['wayside', 'wayside-open']

const LATE = ['slow-1', 'slow-5', 'dns-slow']
const DIFFERENT = ['healthy', 'far', 'hang', 'refused', 'one-hangs']

export const PLAN: readonly Part[] = [
  {
    destination: 'cross-site',
    faults: ['healthy', 'hang', 'refused'],
    techniques: [...PLAIN, ...PEERS, ...WAYSIDE],
    why: 'Everything against everything, in the faults that tell techniques apart: who wins the race when all is well, who keeps the visitor waiting for a server that hangs, who still has the click when nobody listened.',
  },
  {
    destination: 'cross-site',
    faults: ['far'],
    techniques: [...RACING, ...WAYSIDE],
    why: 'A connection that takes 300 ms decides who loses the race with the page. The peers send by beacon, keepalive or their own queue, whose rows say it.',
  },
  {
    destination: 'cross-site',
    faults: ['drop', 'dns-fails', 'quota', 'no-storage'],
    techniques: ['keepalive', 'wayside'],
    why: 'Faults of the network, of names and of the page itself, with plain keepalive as the control that shows that the fault is real.',
  },
  {
    destination: 'cross-site',
    faults: ['one-hangs', 'quota', 'no-storage'],
    techniques: ['wayside-open'],
    why: 'Where the tag, once it is there, must choose another way: the second datacenter, another transport, memory.',
  },
  {
    destination: 'cross-site',
    faults: [...LATE, 'reset', 'error-500', 'tls', 'one-refused', 'one-hangs', 'tag-refused', 'tag-hangs'],
    techniques: ['wayside'],
    why: 'Every other fault, for Wayside. Without the snippet a page has no Wayside where the tag server is down too.',
  },
  {
    destination: 'cross-site',
    faults: ['quit', 'killed-100', 'killed-1500', 'killed-healthy'],
    techniques: ['wayside'],
    why: 'The browser itself ends. Chromium and Firefox only: the driver of WebKit starts with nothing stored every time.',
  },
  {
    destination: 'same-site',
    faults: DIFFERENT,
    techniques: ['wayside'],
    why: 'Links within the shop, in the faults that differ.',
  },
  {
    destination: 'stays',
    faults: DIFFERENT,
    techniques: ['wayside'],
    why: 'Links that open a new tab while the page stays, in the faults that differ.',
  },
  ...(['same-site', 'stays'] as const).map(
    (destination): Part => ({
      destination,
      faults: [
        ...LATE,
        'drop',
        'reset',
        'error-500',
        'tls',
        'dns-fails',
        'one-refused',
        'quota',
        'no-storage',
        'tag-refused',
        'tag-hangs',
      ],
      techniques: ['wayside'],
      why: 'The remaining faults for these links: `--technique wayside` measures them.',
      onRequest: true,
    }),
  ),
]

/** What no part has, and why. */
export const LEFT_OUT: readonly string[] = [
  'Techniques without Wayside in dropped packets, resets, errors, failing TLS and failing names: to a page these are one thing, a request that failed, as where the connection is refused. Plain keepalive stands for them.',
  'Techniques without Wayside where answers are slow: they differ from a slow connection only for those who wait for the answer, by as much as the answer takes.',
  'Techniques without Wayside for links within the shop and for new tabs: browsers treat the requests of a page that leaves alike wherever it goes, and a page that stays loses nothing but what it doesn’t keep.',
  'Browsers that end, for links within the shop and for new tabs: the end comes after the page has gone.',
]
