-- Net figures of short steps of time, and how many of the clicks came late. `live` and `late` count all
-- events that count: a step in which nothing came in live, and something later, is one in which nothing could be received.
SELECT
    intDiv(toUnixTimestamp64Milli(at), {stepMs:Int64}) * {stepMs:Int64} AS at0,
    countIf(type = 'impression') AS impressions,
    countIf(type = 'view') AS views,
    countIf(type = 'click') AS clicks,
    countIf(type = 'click' AND waitedMs > {lateMs:Int64}) AS lateClicks,
    countIf(type = 'conversion') AS conversions,
    countIf(waitedMs <= {lateMs:Int64}) AS live,
    countIf(waitedMs > {lateMs:Int64}) AS late
FROM
(
    SELECT type, at, toUnixTimestamp64Milli(receivedAt) - toUnixTimestamp64Milli(at) AS waitedMs
    FROM events FINAL
    WHERE /*{site}*/ AND reason = '' AND type != 'served' /*{only}*/
        AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
)
GROUP BY at0
ORDER BY at0
