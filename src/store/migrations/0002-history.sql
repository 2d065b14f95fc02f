-- What was decided later about what is stored: new verdicts, restated figures, erasures.

-- Every verdict that a rejudgement changed: the old one and the new one.
CREATE TABLE IF NOT EXISTS verdicts
(
    run UInt64,
    site LowCardinality(String),
    id FixedString(16),
    rank UInt128,
    rules UInt16,
    reasons Array(LowCardinality(String)),
    previousRules UInt16,
    previousReasons Array(LowCardinality(String)),
    judgedAt DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (run, site, id)
SETTINGS non_replicated_deduplication_window = 1000;

-- The rejudgements, and how far each has come: `version` rises with every step, so the newest row is the state.
CREATE TABLE IF NOT EXISTS rejudgements
(
    run UInt64,
    version UInt64,
    fromTime DateTime64(3, 'UTC'),
    toTime DateTime64(3, 'UTC'),
    rules UInt16,
    afterSite String,
    afterId FixedString(16),
    judged UInt64,
    changed UInt64,
    state Enum8('running' = 0, 'finished' = 1),
    savedAt DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY run;

-- The figures of what a rejudgement covers, before it and after it.
CREATE TABLE IF NOT EXISTS restatements
(
    run UInt64,
    phase Enum8('before' = 0, 'after' = 1),
    site LowCardinality(String),
    day Date,
    type LowCardinality(String),
    reason LowCardinality(String),
    events UInt64
)
ENGINE = ReplacingMergeTree
ORDER BY (run, site, day, type, reason, phase);

-- What was erased, by whom it was asked for and how much of it there was. A visitor stands here as a hash.
CREATE TABLE IF NOT EXISTS erasures
(
    erasure UInt64,
    kind LowCardinality(String),
    site LowCardinality(String),
    subject String,
    events UInt64,
    copies UInt64,
    records UInt64,
    quarantined UInt64,
    erasedAt DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY erasure;

-- Where the erased copies of visitors stood in the logs: keeps the books balanced, and keeps a replay from bringing them back. Says nothing about anyone.
CREATE TABLE IF NOT EXISTS erasedCopies
(
    log LowCardinality(String),
    sequence UInt64,
    `index` UInt32,
    site LowCardinality(String),
    receivedAt DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (log, sequence, `index`);
