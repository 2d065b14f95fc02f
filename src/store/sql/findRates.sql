-- Which minutes may need settleRates, of those in four ranges: never misses one, may name too many, as findRepeats.
SELECT DISTINCT minute
FROM
(
    SELECT minute
    FROM
    (
        SELECT site, outbox, addressHash, agent, intDiv(toUnixTimestamp64Milli(at), 60000) AS minute, reason = 'rate' AS isRate
        FROM events
        WHERE site IN {sites:Array(String)} AND type = 'click' AND reason IN ('', 'rate', 'repeat') AND outbox != toFixedString('', 16)
            AND
            (
                (at >= fromUnixTimestamp64Milli({from0:Int64} * 60000) AND at < fromUnixTimestamp64Milli(({to0:Int64} + 1) * 60000))
                OR (at >= fromUnixTimestamp64Milli({from1:Int64} * 60000) AND at < fromUnixTimestamp64Milli(({to1:Int64} + 1) * 60000))
                OR (at >= fromUnixTimestamp64Milli({from2:Int64} * 60000) AND at < fromUnixTimestamp64Milli(({to2:Int64} + 1) * 60000))
                OR (at >= fromUnixTimestamp64Milli({from3:Int64} * 60000) AND at < fromUnixTimestamp64Milli(({to3:Int64} + 1) * 60000))
            )
    )
    GROUP BY GROUPING SETS ((site, outbox, minute), (site, addressHash, agent, minute))
    HAVING count() > if(grouping(outbox) = 0, {outboxMax:UInt32}, {addressMax:UInt32}) OR max(isRate)
)
