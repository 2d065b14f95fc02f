-- Items that are no whole numbers.
SELECT count() AS others
FROM events FINAL
WHERE site = {site:String} AND type = {base:String} AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64})
    AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64}) /*{only}*/
    AND toInt64OrNull(toString(item)) IS NULL
