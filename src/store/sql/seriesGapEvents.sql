-- Of each of some stretches, when what happened in it and came in later did; none where most came in at once.
SELECT
    toUnixTimestamp64Milli(minIf(at, isLate)) AS firstAt, toUnixTimestamp64Milli(maxIf(at, isLate)) AS lastAt,
    countIf(isLate AND type = 'click') AS clicks
FROM
(
    SELECT at, type, toUnixTimestamp64Milli(receivedAt) - toUnixTimestamp64Milli(at) > {lateMs:Int64} AS isLate,
        arrayFirstIndex(gapTo -> toUnixTimestamp64Milli(at) < gapTo, {ends:Array(Int64)}) AS gap
    FROM events FINAL
    WHERE /*{site}*/ AND reason = '' AND type != 'served' AND (/*{gaps}*/)
)
GROUP BY gap
HAVING countIf(isLate) > 0 AND countIf(NOT isLate) <= {share:Float64} * count()
ORDER BY firstAt
