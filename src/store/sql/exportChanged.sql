-- Hours whose rows may differ from an export made with the cut-off `since`: something of theirs was received after it.
-- A click may also change the labels of other clicks of its outbox, and a conversion the credit of any touch of its visitor or outbox.
-- What was shown since then changes nothing of what was shown before: the first one counts.
WITH
    arrived AS
    (
        SELECT list, outbox, visitor FROM events FINAL
        WHERE site = {site:String} AND receivedAt >= fromUnixTimestamp64Milli({since:Int64}) AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64})
            AND (type != {base:String} OR at < fromUnixTimestamp64Milli({since:Int64}))
    )
SELECT DISTINCT toUnixTimestamp(toStartOfHour(at)) AS hour
FROM events FINAL
WHERE site = {site:String} AND type = {base:String} AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64})
    AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
    AND (receivedAt >= fromUnixTimestamp64Milli({since:Int64})
        OR (list != '' AND list IN (SELECT list FROM arrived))
        OR (outbox != toFixedString('', 16) AND outbox IN (SELECT outbox FROM arrived))
        OR (visitor != '' AND visitor IN (SELECT visitor FROM arrived)))
ORDER BY hour
