-- The migrations that were applied, with the hash of their text.
CREATE TABLE IF NOT EXISTS migrations
(
    number UInt32,
    name String,
    hash String,
    appliedAt DateTime('UTC') DEFAULT now('UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY number
