-- What is stored. Every table is idempotent: the same rows, loaded again, in any order and any number of times, leave the same counts.
-- No table is partitioned, and no sort key grows with what a page may choose: a client can neither make partitions nor split the copies of one id.

-- One row per (site, id): the copy that was received first, with the facts that judging needs and the newest verdict on it.
-- `rank` decides which row stays: the earliest copy first, then its newest revision (a new verdict on the same copy). See loader/rank.ts.
-- Ids are FixedString(16) and not UUID, because ClickHouse sorts UUIDs by their second half, and UUIDv7 carries its time in the first.
CREATE TABLE IF NOT EXISTS events
(
    site LowCardinality(String),
    id FixedString(16) CODEC(ZSTD(1)),
    rank UInt128 CODEC(ZSTD(1)),
    receivedAt DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    type Enum8('served' = 1, 'impression' = 2, 'view' = 3, 'click' = 4, 'conversion' = 5),
    reason LowCardinality(String),
    reasons Array(LowCardinality(String)),
    rules UInt16,
    late Bool,
    skewed Bool,

    token Enum8('absent' = 0, 'good' = 1, 'malformed' = 2, 'forged' = 3),
    issuedAt UInt32 CODEC(Delta, ZSTD(1)),
    lifetimeSeconds UInt32 CODEC(ZSTD(1)),
    list String CODEC(ZSTD(1)),
    placement LowCardinality(String),
    variant LowCardinality(String),

    item LowCardinality(String),
    itemInList Int8,
    position UInt16,
    seenPosition UInt16,
    propensity Float64 CODEC(ZSTD(1)),
    trusted Int8,
    hidden Int8,
    how LowCardinality(String),
    visitor String CODEC(ZSTD(1)),
    value Decimal64(4) CODEC(ZSTD(1)),
    currency LowCardinality(String),
    orderId String CODEC(ZSTD(1)),
    occurredAt Int64 CODEC(Delta, ZSTD(1)),

    log LowCardinality(String),
    route LowCardinality(String),
    datacenter LowCardinality(String),
    via LowCardinality(String),
    retries UInt16,
    outbox FixedString(16) CODEC(ZSTD(1)),
    n UInt32 CODEC(Delta, ZSTD(1)),
    sentAt Nullable(Int64) CODEC(ZSTD(1)),
    consent Int8,
    gpc Int8,
    address LowCardinality(String),
    addressHash String CODEC(ZSTD(1)),
    agent LowCardinality(String),
    engine LowCardinality(String),
    device LowCardinality(String),
    purpose LowCardinality(String),
    origin LowCardinality(String),
    country LowCardinality(String),
    INDEX atRange at TYPE minmax GRANULARITY 1,
    INDEX receivedRange receivedAt TYPE minmax GRANULARITY 1,
    INDEX issuedRange issuedAt TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(rank)
ORDER BY (site, id)
SETTINGS non_replicated_deduplication_window = 1000;

-- One row per copy that arrived, whichever of them counts.
CREATE TABLE IF NOT EXISTS copies
(
    site LowCardinality(String),
    id FixedString(16) CODEC(ZSTD(1)),
    log LowCardinality(String),
    sequence UInt64 CODEC(Delta, ZSTD(1)),
    `index` UInt32 CODEC(ZSTD(1)),
    receivedAt DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    datacenter LowCardinality(String),
    via LowCardinality(String),
    retries UInt16,
    INDEX receivedRange receivedAt TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree
ORDER BY (site, id, log, sequence, `index`)
SETTINGS non_replicated_deduplication_window = 1000;

-- One row per log record: how many things it brought. The books are checked against it.
CREATE TABLE IF NOT EXISTS records
(
    log LowCardinality(String),
    sequence UInt64 CODEC(Delta, ZSTD(1)),
    version UInt32 CODEC(ZSTD(1)),
    site LowCardinality(String),
    receivedAt DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received UInt32 CODEC(ZSTD(1)),
    INDEX receivedRange receivedAt TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (log, sequence)
SETTINGS non_replicated_deduplication_window = 1000;

-- What could not be read: one row per event, or one per record (`index` = -1) when the whole of it could not.
CREATE TABLE IF NOT EXISTS quarantine
(
    log LowCardinality(String),
    sequence UInt64,
    `index` Int32,
    version UInt32,
    state Enum8('held' = 0, 'replayed' = 1, 'purged' = 2),
    site LowCardinality(String),
    receivedAt DateTime64(3, 'UTC'),
    datacenter LowCardinality(String),
    route LowCardinality(String),
    code LowCardinality(String),
    id String
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (log, sequence, `index`)
SETTINGS non_replicated_deduplication_window = 1000;

-- The untouched bytes of each record that has something in quarantine, once.
CREATE TABLE IF NOT EXISTS quarantinedBytes
(
    log LowCardinality(String),
    sequence UInt64,
    bytes String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree
ORDER BY (log, sequence)
SETTINGS non_replicated_deduplication_window = 1000;

-- Events that a tag dropped because of a cap, since its outbox began: a running total, so the highest is the newest.
CREATE TABLE IF NOT EXISTS drops
(
    site LowCardinality(String),
    outbox FixedString(16),
    type LowCardinality(String),
    dropped UInt64,
    receivedAt DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(dropped)
ORDER BY (site, outbox, type)
SETTINGS non_replicated_deduplication_window = 1000;
