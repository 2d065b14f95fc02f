-- Removes the copies that are marked as erased.
ALTER TABLE copies DELETE
WHERE (log, sequence, `index`) IN (SELECT log, sequence, `index` FROM erasedCopies)
SETTINGS mutations_sync = 2
