-- Removes events whose first copy was received before a time. A later copy of the same id would otherwise come up and count: those ids go whole.
ALTER TABLE events DELETE
WHERE receivedAt < fromUnixTimestamp64Milli({before:Int64})
    OR (site, id) IN
    (
        SELECT site, id FROM copies
        GROUP BY site, id
        HAVING min(receivedAt) < fromUnixTimestamp64Milli({before:Int64}) AND max(receivedAt) >= fromUnixTimestamp64Milli({before:Int64})
    )
SETTINGS mutations_sync = 2
