-- What exports that were cut short left behind.
SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, 'exportCredits')
    AND metadata_modification_time < now() - toIntervalDay(2)
