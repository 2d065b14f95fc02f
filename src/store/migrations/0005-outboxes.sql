-- What the loss is computed from, derived from `events` and built with `rollups`: see docs/decisions/rollups.md.

-- The numbers that an outbox gave to the events of one slice, each packed with its minute and transport as loss.sql reads them.
CREATE TABLE IF NOT EXISTS outboxParts
(
    site LowCardinality(String),
    slice UInt32 CODEC(Delta, ZSTD(1)),
    build UInt64 CODEC(Delta, ZSTD(1)),
    piece UInt64 CODEC(Delta, ZSTD(1)),
    outbox FixedString(16) CODEC(ZSTD(1)),
    engine LowCardinality(String),
    device LowCardinality(String),
    packed Array(UInt64) CODEC(ZSTD(1)),
    firstNumber UInt32 CODEC(T64, ZSTD(1)),
    -- Numbers without a gap, each once.
    isRun Bool,
    firstMinute UInt32 CODEC(T64, ZSTD(1)),
    lastMinute UInt32 CODEC(T64, ZSTD(1)),
    newest UInt64 CODEC(ZSTD(1)),
    records UInt32 CODEC(T64, ZSTD(1)),
    occurredFirst Int64 CODEC(ZSTD(1)),
    atFirst Int64 CODEC(ZSTD(1)),
    isGood Bool
)
ENGINE = MergeTree
ORDER BY (site, slice)
SETTINGS index_granularity = 1024;

-- All that was built is built again, with these.
INSERT INTO touchedSlices (site, slice) SELECT DISTINCT site, slice FROM builtSlices;
