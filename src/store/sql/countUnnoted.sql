-- Rows of builds that a crash left unnoted.
SELECT count() AS rows FROM /*{table}*/ WHERE build NOT IN (SELECT build FROM builtSlices)
