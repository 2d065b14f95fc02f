-- Conversions that an export may have to credit.
SELECT count() AS orders
FROM events
WHERE site = {site:String} AND type = 'conversion' AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64}) AND at >= fromUnixTimestamp64Milli({from:Int64})
