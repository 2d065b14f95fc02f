// How rows travel to the store: names and types of the columns of each kind of row, in the order of a block.
// `loader/rows/` writes them; a test reads every field back.

/** Column → ClickHouse type, in order. */
export type Structure = Readonly<Record<string, string>>

/** Text that repeats. */
const WORD = 'LowCardinality(String)'

/** What stands around the events of one record: the same for each of them. */
const ofRecord: Structure = {
  site: WORD,
  receivedAt: "DateTime64(3, 'UTC')",
  log: WORD,
  route: WORD,
  datacenter: WORD,
  outbox: 'FixedString(16)',
  sentAt: 'Nullable(Int64)',
  consent: 'Int8',
  gpc: 'Int8',
  address: WORD,
  addressHash: 'String',
  agent: WORD,
  engine: WORD,
  device: WORD,
  purpose: WORD,
  origin: WORD,
  country: WORD,
}

/** What the token says: the same for each event of a list. */
const ofList: Structure = {
  token: 'Int8',
  issuedAt: 'UInt32',
  lifetimeSeconds: 'UInt32',
  list: 'String',
  placement: WORD,
  variant: WORD,
}

const ofEvent: Structure = {
  id: 'FixedString(16)',
  rank: 'UInt128',
  at: "DateTime64(3, 'UTC')",
  type: 'Int8',
  reason: WORD,
  reasons: 'Array(String)',
  rules: 'UInt16',
  late: 'Bool',
  skewed: 'Bool',
  item: WORD,
  itemInList: 'Int8',
  position: 'UInt16',
  seenPosition: 'UInt16',
  propensity: 'Float64',
  trusted: 'Int8',
  hidden: 'Int8',
  how: WORD,
  visitor: 'String',
  value: 'Decimal64(4)',
  currency: WORD,
  orderId: 'String',
  occurredAt: 'Int64',
  via: WORD,
  retries: 'UInt16',
  n: 'UInt32',
  micros: 'UInt16',
}

/** A statement that takes rows. */
export type Insert =
  | 'insertEvents'
  | 'insertCopies'
  | 'insertRecords'
  | 'insertQuarantine'
  | 'insertQuarantinedBytes'
  | 'insertDrops'
  | 'insertVerdicts'

/** What each of them takes. */
export const TABLES: Readonly<Record<Insert, Structure>> = {
  insertEvents: { ...ofRecord, ...ofList, ...ofEvent },
  insertCopies: {
    site: WORD,
    receivedAt: "DateTime64(3, 'UTC')",
    log: WORD,
    datacenter: WORD,
    sequence: 'UInt64',
    id: 'FixedString(16)',
    index: 'UInt32',
    via: WORD,
    retries: 'UInt16',
  },
  insertRecords: {
    log: WORD,
    sequence: 'UInt64',
    version: 'UInt32',
    site: WORD,
    receivedAt: "DateTime64(3, 'UTC')",
    received: 'UInt32',
  },
  insertQuarantine: {
    log: WORD,
    sequence: 'UInt64',
    index: 'Int32',
    version: 'UInt32',
    state: 'Int8',
    site: WORD,
    receivedAt: "DateTime64(3, 'UTC')",
    datacenter: WORD,
    route: WORD,
    code: WORD,
    id: 'String',
  },
  insertQuarantinedBytes: { log: WORD, sequence: 'UInt64', bytes: 'String' },
  insertDrops: {
    site: WORD,
    outbox: 'FixedString(16)',
    type: WORD,
    dropped: 'UInt64',
    receivedAt: "DateTime64(3, 'UTC')",
  },
  insertVerdicts: {
    run: 'UInt64',
    site: 'String',
    id: 'FixedString(16)',
    rank: 'UInt128',
    rules: 'UInt16',
    reasons: 'Array(String)',
    previousRules: 'UInt16',
    previousReasons: 'Array(String)',
    judgedAt: "DateTime64(3, 'UTC')",
  },
}

/** `site String, id FixedString(16), …` */
export function structureText(structure: Structure): string {
  return Object.entries(structure)
    .map(([name, type]) => `\`${name}\` ${type}`)
    .join(', ')
}

/** `site`, `id`, … */
export function columnsText(structure: Structure): string {
  return Object.keys(structure)
    .map((name) => `\`${name}\``)
    .join(', ')
}
