-- What came in by collectors before nothing did: in as long a time, at the same time of the day before, and the first of two days.
SELECT
    countIf(receivedAt >= fromUnixTimestamp64Milli({beforeFrom:Int64})) AS before,
    countIf(receivedAt >= fromUnixTimestamp64Milli({dayFrom:Int64}) AND receivedAt < fromUnixTimestamp64Milli({dayTo:Int64})) AS dayBefore,
    toUnixTimestamp64Milli(min(receivedAt)) AS firstAt
FROM records
WHERE /*{site}*/ AND match(log, '-[0-9]+$')
    AND receivedAt >= fromUnixTimestamp64Milli({since:Int64}) AND receivedAt < fromUnixTimestamp64Milli({last:Int64})
