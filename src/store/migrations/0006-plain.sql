-- What lets reports add up nearly all rows without looking at names or numbers: see docs/decisions/rollups.md.

-- `kind` says what `isMixed` said, and more. 1: a row of one list that counts, is on time and bears no money, with each item and each position in one
-- element, and no element with two events of a type; its counts are the bits of `marks` (1: impression, 2: view, 4: click), and those arrays are empty.
-- 2: the same without a list, and with any number of events. 0: what is to be counted by names.
ALTER TABLE rollups DROP COLUMN IF EXISTS isMixed;
ALTER TABLE rollups ADD COLUMN IF NOT EXISTS kind UInt8 CODEC(T64, ZSTD(1)) AFTER worth;
ALTER TABLE rollups ADD COLUMN IF NOT EXISTS marks Array(UInt8) CODEC(ZSTD(1)) AFTER items;
-- Positions and marks of a row of kind 1 as one word, `00001` and `3` for what stood first and was seen and viewed. There are few such words.
ALTER TABLE rollups ADD COLUMN IF NOT EXISTS shape LowCardinality(String) CODEC(ZSTD(1)) AFTER marks;

-- How many numbers there are, and the transport of all of them, as loss.sql numbers it; 255 when there are several.
ALTER TABLE outboxParts ADD COLUMN IF NOT EXISTS numbers UInt32 CODEC(T64, ZSTD(1)) AFTER packed;
ALTER TABLE outboxParts ADD COLUMN IF NOT EXISTS transport UInt8 CODEC(T64, ZSTD(1)) AFTER numbers;
-- The outbox was made, by its own id, within the time of this slice: that is true of one part of an outbox at most.
ALTER TABLE outboxParts ADD COLUMN IF NOT EXISTS isHome Bool AFTER transport;
-- From the minute of its first event until it was last heard from, milliseconds.
ALTER TABLE outboxParts ADD COLUMN IF NOT EXISTS lasted UInt32 CODEC(T64, ZSTD(1)) AFTER isHome;

-- All that was built is built again, with these.
INSERT INTO touchedSlices (site, slice) SELECT DISTINCT site, slice FROM builtSlices;
