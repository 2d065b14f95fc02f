-- What lies in quarantine, or lay there until it was purged.
SELECT count() AS quarantined FROM quarantine FINAL
WHERE state != 'replayed' AND /*{site}*/ AND receivedAt >= fromUnixTimestamp64Milli({from:Int64}) AND receivedAt < fromUnixTimestamp64Milli({to:Int64})
