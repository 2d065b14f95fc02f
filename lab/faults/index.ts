// What goes wrong while visitors click. A fault is on for all clicks of a cell, then ends; nothing is mocked: sockets, packets, names
// and processes fail as they do in operation.
// Comes from: lab/run. Goes to: lab/world.
import type { Engine } from '../drivers/index.ts'
import type { Mode, World } from '../world/index.ts'

export interface Fault {
  name: string
  title: string
  /** Brings it about. */
  begin: (world: World) => Promise<void> | void
  /** How long after the last click the collector may still be getting what was sent. */
  settleMs: number
  /** Nothing that is sent gets through while it lasts. */
  outage?: boolean
  /** The collector never answers: techniques that wait for it wait for ever. */
  endless?: boolean
  /** Only techniques that load a script from the tag server can meet it. */
  tagServer?: boolean
  /** The browser, from its start, lets no site store anything. */
  storageBlocked?: boolean
  /** The browser itself ends this long after the click: by a quit, or by SIGKILL. */
  ending?: { how: 'quit' | 'kill'; afterMs: number }
}

const both =
  (mode: Mode) =>
  async ({ first, second }: World): Promise<void> => {
    await first.become(mode)
    await second.become(mode)
  }
const all =
  (mode: Mode) =>
  async (world: World): Promise<void> => {
    await both(mode)(world)
    await world.tag.become(mode)
  }
const answerAfter =
  (ms: number) =>
  ({ first, second }: World): void => {
    first.answerDelayMs = second.answerDelayMs = ms
  }
const handshakeAfter =
  (ms: number) =>
  ({ first, second }: World): void => {
    first.handshakeDelayMs = second.handshakeDelayMs = ms
  }

export const FAULTS: readonly Fault[] = [
  { name: 'healthy', title: 'healthy', settleMs: 1_500, begin: () => {} },
  { name: 'far', title: 'connection takes 300 ms', settleMs: 2_000, begin: handshakeAfter(300) },
  { name: 'slow-1', title: 'answers after 1 s', settleMs: 1_500, begin: answerAfter(1_000) },
  { name: 'slow-5', title: 'answers after 5 s', settleMs: 1_500, begin: answerAfter(5_000) },
  { name: 'hang', title: 'accepts and hangs', settleMs: 600, outage: true, endless: true, begin: both('hang') },
  { name: 'drop', title: 'packets dropped', settleMs: 600, outage: true, endless: true, begin: both('drop') },
  { name: 'refused', title: 'connection refused', settleMs: 300, outage: true, begin: both('refused') },
  { name: 'reset', title: 'reset after accept', settleMs: 300, outage: true, begin: both('reset') },
  { name: 'error-500', title: 'answers 500', settleMs: 300, outage: true, begin: both('error') },
  { name: 'tls', title: 'TLS fails', settleMs: 300, outage: true, begin: both('garbage') },
  {
    name: 'dns-slow',
    title: 'DNS answers after 1 s',
    settleMs: 3_500,
    begin: ({ names }) => {
      names.delayMs = 1_000
    },
  },
  {
    name: 'dns-fails',
    title: 'DNS fails',
    settleMs: 300,
    outage: true,
    begin: ({ names }) => {
      names.failing = true
    },
  },
  {
    name: 'one-refused',
    title: 'first datacenter refuses',
    settleMs: 600,
    begin: ({ first }) => first.become('refused'),
  },
  {
    name: 'one-hangs',
    title: 'first datacenter hangs',
    settleMs: 600,
    endless: true,
    begin: ({ first }) => first.become('hang'),
  },
  {
    name: 'tag-refused',
    title: 'collector and tag server refuse',
    settleMs: 300,
    outage: true,
    tagServer: true,
    begin: all('refused'),
  },
  {
    name: 'tag-hangs',
    title: 'collector and tag server hang',
    settleMs: 300,
    outage: true,
    tagServer: true,
    begin: all('hang'),
  },
  {
    name: 'quota',
    title: 'keepalive quota used up',
    settleMs: 1_500,
    begin: (world) => {
      world.page = { ...world.page, quotaUsed: true }
    },
  },
  {
    name: 'no-storage',
    title: 'storage blocked',
    settleMs: 1_500,
    storageBlocked: true,
    begin: () => {},
  },
  {
    name: 'quit',
    title: 'browser quit after the click',
    settleMs: 600,
    ending: { how: 'quit', afterMs: 0 },
    begin: handshakeAfter(300),
  },
  {
    name: 'killed-100',
    title: 'browser killed 0.1 s after the click, in an outage',
    settleMs: 100,
    outage: true,
    ending: { how: 'kill', afterMs: 100 },
    begin: both('refused'),
  },
  {
    name: 'killed-1500',
    title: 'browser killed 1.5 s after the click, in an outage',
    settleMs: 100,
    outage: true,
    ending: { how: 'kill', afterMs: 1_500 },
    begin: both('refused'),
  },
  {
    name: 'killed-healthy',
    title: 'browser killed 0.1 s after the click',
    settleMs: 600,
    ending: { how: 'kill', afterMs: 100 },
    begin: () => {},
  },
]

/** Whether the engine can meet this fault: a browser that keeps no profile has nothing to come back with. */
export const canMeet = (engine: Engine, fault: Fault): boolean => engine !== 'webkit' || fault.ending === undefined
