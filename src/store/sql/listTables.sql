-- The tables that hold what was stored, and their columns.
SELECT table AS name, groupArray(name) AS columns
FROM (SELECT table, name FROM system.columns WHERE database = currentDatabase() AND table != 'migrations' ORDER BY table, position)
GROUP BY table ORDER BY table
