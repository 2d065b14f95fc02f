-- Removes the events of which a copy is marked as erased.
ALTER TABLE /*{table}*/ DELETE
WHERE (site, id) IN (SELECT site, id FROM copies WHERE (log, sequence, `index`) IN (SELECT log, sequence, `index` FROM erasedCopies))
SETTINGS mutations_sync = 2
