-- Rows of an export by hour and verdict, as known at the cut-off.
SELECT toUnixTimestamp(toStartOfHour(at)) AS hour, if(reason = '', 'counted', toString(reason)) AS verdict, count() AS rows
FROM events FINAL
WHERE site = {site:String} AND type = {base:String} AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64})
    AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64}) /*{only}*/
GROUP BY hour, verdict
ORDER BY hour, verdict
