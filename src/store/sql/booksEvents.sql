-- Distinct ids by verdict, at the time their first copy was received.
SELECT toString(reason) AS reason, count() AS events FROM events FINAL
WHERE /*{site}*/ AND receivedAt >= fromUnixTimestamp64Milli({from:Int64}) AND receivedAt < fromUnixTimestamp64Milli({to:Int64})
GROUP BY reason ORDER BY reason
