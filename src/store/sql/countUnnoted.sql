-- Rows of builds that a crash left unnoted.
SELECT count() AS rows FROM rollups WHERE build NOT IN (SELECT build FROM builtSlices)
