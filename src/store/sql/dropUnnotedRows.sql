-- Removes rows of builds that a crash left unnoted.
ALTER TABLE /*{table}*/ DELETE WHERE build NOT IN (SELECT build FROM builtSlices) SETTINGS mutations_sync = 2
