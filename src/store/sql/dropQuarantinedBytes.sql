-- Removes the bytes of records of which nothing is held any more, and waits until they are gone from the disk.
ALTER TABLE quarantinedBytes DELETE
WHERE (log, sequence) NOT IN (SELECT log, sequence FROM quarantine FINAL WHERE state = 'held')
SETTINGS mutations_sync = 2
