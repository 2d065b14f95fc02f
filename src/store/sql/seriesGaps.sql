-- Stretches of whole minutes in which next to nothing came in by collectors, longer than chance makes them at the sites' average: the newest ones.
SELECT (minute + 1) * 60000 AS gapFrom, next * 60000 AS gapTo
FROM
(
    SELECT minute, average, leadInFrame(minute, 1, {untilMinute:UInt32}) OVER (ORDER BY minute ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS next
    FROM
    (
        SELECT minute, records, sum(records) OVER () / ({untilMinute:UInt32} - min(minute) OVER ()) AS average
        FROM
        (
            SELECT toUInt32(intDiv(toUnixTimestamp(receivedAt), 60)) AS minute, count() AS records
            FROM records
            WHERE /*{site}*/ AND match(log, '-[0-9]+$')
                AND receivedAt >= fromUnixTimestamp64Milli({since:Int64}) AND receivedAt < toDateTime64({untilMinute:UInt32} * 60, 3)
            GROUP BY minute
        )
    )
    WHERE records > {share:Float64} * average
)
WHERE gapTo > {from:Int64} AND next - minute > {minutes:UInt32} AND (next - minute - 1) * average >= {expected:Float64}
ORDER BY gapFrom DESC
LIMIT {gaps:UInt32}
