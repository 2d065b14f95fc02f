-- What the log brought, by the log's own account.
SELECT sum(received) AS received FROM records FINAL
WHERE /*{site}*/ AND receivedAt >= fromUnixTimestamp64Milli({from:Int64}) AND receivedAt < fromUnixTimestamp64Milli({to:Int64})
