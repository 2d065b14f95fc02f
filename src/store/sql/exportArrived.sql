-- How many events came after `since` that may change what was exported before: the more, the fewer of them `exportChanged` takes at a time.
SELECT count() AS arrived FROM events
WHERE site = {site:String} AND receivedAt >= fromUnixTimestamp64Milli({since:Int64}) AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64})
    AND (type != {base:String} OR at < fromUnixTimestamp64Milli({since:Int64}))
