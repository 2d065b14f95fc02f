-- Which of the touched minutes may need settleRates: never misses one, may name too many, as findRepeats.
WITH clicks AS
(
    SELECT site, outbox, addressHash, agent, intDiv(toUnixTimestamp64Milli(at), 60000) AS minute, reason = 'rate' AS isRate
    FROM events
    WHERE site IN {sites:Array(String)} AND type = 'click' AND reason IN ('', 'rate', 'repeat') AND outbox != toFixedString('', 16)
        AND at >= fromUnixTimestamp64Milli(toInt64(arrayMin({minutes:Array(Int64)})) * 60000)
        AND at < fromUnixTimestamp64Milli((toInt64(arrayMax({minutes:Array(Int64)})) + 1) * 60000)
        AND minute IN {minutes:Array(Int64)}
)
SELECT minute FROM clicks GROUP BY site, outbox, minute HAVING count() > {outboxMax:UInt32} OR max(isRate)
UNION DISTINCT
SELECT minute FROM clicks GROUP BY site, addressHash, agent, minute HAVING count() > {addressMax:UInt32}
