-- Copies that were read, whichever of them counts.
SELECT count() AS copies FROM copies FINAL
WHERE /*{site}*/ AND receivedAt >= fromUnixTimestamp64Milli({from:Int64}) AND receivedAt < fromUnixTimestamp64Milli({to:Int64})
