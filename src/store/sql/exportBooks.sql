-- All events of a range by type and verdict, as known at the cut-off: what the manifest is checked against.
SELECT toString(type) AS type, if(reason = '', 'counted', toString(reason)) AS verdict, count() AS events
FROM events FINAL
WHERE site = {site:String} AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64})
    AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
GROUP BY type, verdict
ORDER BY type, verdict
