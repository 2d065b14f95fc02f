-- Rows of one placement and one variant beside each other, within six days: who asks for one reads a part of the rows. See docs/decisions/rollups.md.
DROP TABLE IF EXISTS rollupsOrdered;

-- The columns are those of migrations 3, 6 and 7, but that positions are read for less.
CREATE TABLE rollupsOrdered
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
    list UInt64 CODEC(NONE),
    impressions UInt64 CODEC(T64, ZSTD(1)),
    views UInt64 CODEC(T64, ZSTD(1)),
    clicks UInt64 CODEC(T64, ZSTD(1)),
    conversions UInt64 CODEC(T64, ZSTD(1)),
    events UInt64 CODEC(T64, ZSTD(1)),
    worth Decimal128(4) CODEC(ZSTD(1)),
    kind UInt8 CODEC(T64, ZSTD(1)),
    positions Array(UInt16) CODEC(LZ4),
    items Array(LowCardinality(String)) CODEC(LZ4),
    marks Array(UInt8) CODEC(LZ4),
    shape LowCardinality(String) CODEC(ZSTD(1)),
    isHome Bool,
    impressionsOf Array(UInt32) CODEC(ZSTD(1)),
    viewsOf Array(UInt32) CODEC(ZSTD(1)),
    clicksOf Array(UInt32) CODEC(ZSTD(1)),
    INDEX quarterRange quarter TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
ORDER BY (site, intDiv(slice, 4096), placement, variant, slice)
SETTINGS index_granularity = 1024;

-- What is built stays built: a large store would be slow while it is built again. Whatever a crash leaves, this file begins anew with `rollups` whole.
INSERT INTO rollupsOrdered
(
    site, slice, build, piece, quarter, placement, variant, country, device, via, reason, currency, late, list, impressions, views, clicks, conversions,
    events, worth, kind, positions, items, marks, shape, isHome, impressionsOf, viewsOf, clicksOf
)
SELECT
    site, slice, build, piece, quarter, placement, variant, country, device, via, reason, currency, late, list, impressions, views, clicks, conversions,
    events, worth, kind, positions, items, marks, shape, isHome, impressionsOf, viewsOf, clicksOf
FROM rollups;
EXCHANGE TABLES rollups AND rollupsOrdered;
DROP TABLE rollupsOrdered;
