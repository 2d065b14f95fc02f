-- Rows of an export by stretch of time and verdict, as known at the cut-off.
SELECT toUnixTimestamp(toStartOfInterval(at, toIntervalSecond({seconds:UInt32}))) AS slot, if(reason = '', 'counted', toString(reason)) AS verdict, count() AS rows
FROM events FINAL
WHERE site = {site:String} AND type = {base:String} AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64})
    AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64}) /*{only}*/
GROUP BY slot, verdict
ORDER BY slot, verdict
