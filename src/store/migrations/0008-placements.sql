-- Rows of one placement and one variant beside each other, within six days: who asks for one reads a part of the rows. Elements of plain rows in the order of their
-- positions, as in their shapes: these tell where an element stands. See docs/decisions/rollups.md.
DROP TABLE IF EXISTS rollupsOrdered;

-- The columns are those of migrations 3, 6 and 7. LZ4, where a column is read for nearly every answer: ZSTD takes twice the time.
CREATE TABLE rollupsOrdered
(
    site LowCardinality(String),
    slice UInt32 CODEC(Delta, ZSTD(1)),
    build UInt64 CODEC(LZ4),
    piece UInt64 CODEC(LZ4),
    quarter UInt32 CODEC(LZ4),
    placement LowCardinality(String),
    variant LowCardinality(String),
    country LowCardinality(String),
    device LowCardinality(String),
    via LowCardinality(String),
    reason LowCardinality(String),
    currency LowCardinality(String),
    late Bool,
    list UInt64 CODEC(NONE),
    impressions UInt64 CODEC(LZ4),
    views UInt64 CODEC(LZ4),
    clicks UInt64 CODEC(LZ4),
    conversions UInt64 CODEC(T64, ZSTD(1)),
    events UInt64 CODEC(LZ4),
    worth Decimal128(4) CODEC(ZSTD(1)),
    kind UInt8 CODEC(LZ4),
    positions Array(UInt16) CODEC(LZ4),
    items Array(LowCardinality(String)) CODEC(LZ4),
    marks Array(UInt8) CODEC(LZ4),
    shape LowCardinality(String) CODEC(LZ4),
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
    events, worth, kind,
    if(kind = 1, arraySort(positions), positions) AS positions, if(kind = 1, arraySort((item, position) -> position, items, rollups.positions), items) AS items,
    arraySort((mark, position) -> position, marks, if(kind = 1, rollups.positions, [])) AS marks, shape, isHome, impressionsOf, viewsOf, clicksOf
FROM rollups;
EXCHANGE TABLES rollups AND rollupsOrdered;
DROP TABLE rollupsOrdered;
