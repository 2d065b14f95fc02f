-- Rolled-up tables: derived from `events`, rebuilt whole by slice, never added to. Why and how exact: docs/decisions/rollups.md.

-- A slice holds the events whose ids (UUIDv7) were made within the same 131 seconds, by the id's own word: an id is always in one slice, whatever copy
-- of it counts. Ids that name no time between 2004 and 2039 go by their first two bytes.
ALTER TABLE events ADD COLUMN IF NOT EXISTS slice UInt32 ALIAS if(
    reinterpretAsUInt64(reverse(substring(id, 1, 6))) BETWEEN 1099511627776 AND 2199023255551,
    toUInt32(bitShiftRight(reinterpretAsUInt64(reverse(substring(id, 1, 6))), 17)),
    toUInt32(2147483648 + reinterpretAsUInt16(reverse(substring(id, 1, 2))))
);

-- Slices that something has touched since they were built. Reports compute them from `events`. Marking one that is clean costs time and nothing else.
CREATE TABLE IF NOT EXISTS touchedSlices
(
    site LowCardinality(String),
    slice UInt32
)
ENGINE = MergeTree
ORDER BY (site, slice);

-- Whatever is inserted into `events`, by whomever, touches its slices. Deletions mark theirs by markErased.
CREATE MATERIALIZED VIEW IF NOT EXISTS touchSlices TO touchedSlices AS
SELECT DISTINCT
    site,
    if(
        reinterpretAsUInt64(reverse(substring(id, 1, 6))) BETWEEN 1099511627776 AND 2199023255551,
        toUInt32(bitShiftRight(reinterpretAsUInt64(reverse(substring(id, 1, 6))), 17)),
        toUInt32(2147483648 + reinterpretAsUInt16(reverse(substring(id, 1, 2))))
    ) AS slice
FROM events;

-- Every time that a slice was built. The newest stands; the rows of the others are left out by readers, and removed a while later.
CREATE TABLE IF NOT EXISTS builtSlices
(
    site LowCardinality(String),
    slice UInt32,
    build UInt64,
    piece UInt64
)
ENGINE = MergeTree
ORDER BY (site, slice);

-- Pieces that a build replaced: noted before the build itself is, so that a reader who knows of the build knows of these.
CREATE TABLE IF NOT EXISTS replacedPieces
(
    build UInt64,
    piece UInt64
)
ENGINE = MergeTree
ORDER BY build;

-- The counts of a slice: one row for each list, quarter of an hour, transport, verdict and so on, and in it one element for each item and position.
-- `piece` names the slice and the build that it belongs to. `list` is 64 bits of the list's name, 0 where there is none.
-- A conversion or a served list stands in a row of its own, with one element.
CREATE TABLE IF NOT EXISTS rollups
(
    site LowCardinality(String),
    slice UInt32 CODEC(Delta, ZSTD(1)),
    build UInt64 CODEC(Delta, ZSTD(1)),
    piece UInt64 CODEC(Delta, ZSTD(1)),
    quarter UInt32 CODEC(Delta, ZSTD(1)),
    placement LowCardinality(String),
    variant LowCardinality(String),
    country LowCardinality(String),
    device LowCardinality(String),
    via LowCardinality(String),
    reason LowCardinality(String),
    currency LowCardinality(String),
    late Bool,
    list UInt64 CODEC(ZSTD(1)),
    impressions UInt64 CODEC(T64, ZSTD(1)),
    views UInt64 CODEC(T64, ZSTD(1)),
    clicks UInt64 CODEC(T64, ZSTD(1)),
    conversions UInt64 CODEC(T64, ZSTD(1)),
    events UInt64 CODEC(T64, ZSTD(1)),
    worth Decimal128(4) CODEC(ZSTD(1)),
    -- An item or a position stands in more than one element.
    isMixed Bool,
    positions Array(UInt16) CODEC(ZSTD(1)),
    items Array(LowCardinality(String)) CODEC(ZSTD(1)),
    impressionsOf Array(UInt32) CODEC(ZSTD(1)),
    viewsOf Array(UInt32) CODEC(ZSTD(1)),
    clicksOf Array(UInt32) CODEC(ZSTD(1)),
    INDEX quarterRange quarter TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
ORDER BY (site, slice)
SETTINGS index_granularity = 1024;

-- What was stored before there were rolled-up tables.
INSERT INTO touchedSlices SELECT DISTINCT site, slice FROM events;
