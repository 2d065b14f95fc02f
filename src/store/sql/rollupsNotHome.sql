-- Lists of which a built row is not at home (migration 7), of a range of whole quarters of an hour: those that may stand in several rows. Also of rows that were replaced:
-- who compares a few lists more than need be counts the same, and sooner than by telling those rows.
SELECT list
FROM rollups
PREWHERE NOT isHome AND /*{site}*/ AND quarter >= {fromQuarter:UInt32} AND quarter < {toQuarter:UInt32}
