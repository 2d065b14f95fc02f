-- What came from each site within the hour before a time, and within the same hour of each of the weeks before it.
SELECT site, toUnixTimestamp64Milli(min(receivedAt)) AS firstAt, toUnixTimestamp64Milli(max(receivedAt)) AS lastAt,
    sumIf(received, ageHours = 0) AS observed,
    [sumIf(received, ageHours = 168), sumIf(received, ageHours = 336), sumIf(received, ageHours = 504), sumIf(received, ageHours = 672)] AS weeks
FROM
(
    SELECT toString(site) AS site, receivedAt, received, intDiv({now:Int64} - toUnixTimestamp64Milli(receivedAt), 3600000) AS ageHours
    FROM records
    WHERE /*{site}*/ AND receivedAt > fromUnixTimestamp64Milli({now:Int64} - 2422800000) AND receivedAt <= fromUnixTimestamp64Milli({now:Int64})
)
GROUP BY site
ORDER BY site
