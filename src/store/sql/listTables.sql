-- The tables that hold what was stored, and their columns. Not those that are derived from others: they are built again.
SELECT table AS name, groupArray(name) AS columns
FROM
(
    SELECT table, name FROM system.columns
    WHERE database = currentDatabase() AND default_kind != 'ALIAS'
        AND table NOT IN ('migrations', 'touchedSlices', 'touchSlices', 'builtSlices', 'replacedPieces', 'rollups', 'outboxParts')
    ORDER BY table, position
)
GROUP BY table ORDER BY table
