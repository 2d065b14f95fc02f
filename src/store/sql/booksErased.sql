-- Copies of visitors that were erased: they were received and are no longer there.
SELECT count() AS erased FROM erasedCopies FINAL
WHERE /*{site}*/ AND receivedAt >= fromUnixTimestamp64Milli({from:Int64}) AND receivedAt < fromUnixTimestamp64Milli({to:Int64})
