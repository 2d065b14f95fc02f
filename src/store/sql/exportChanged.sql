-- Hours whose rows may differ from an export made with the cut-off `since`: something of theirs was received after it.
-- A click may also change the labels of other clicks of its outbox, and a conversion the credit of any touch of its visitor or outbox.
-- What was shown since then changes nothing of what was shown before: the first one counts.
-- Only hashes are held, and of one bucket of them at a time: two that meet write one hour more than they must.
WITH
    arrived AS
    (
        SELECT cityHash64(list) AS ofList, cityHash64(outbox) AS ofOutbox, cityHash64(visitor) AS ofVisitor FROM events FINAL
        WHERE site = {site:String} AND receivedAt >= fromUnixTimestamp64Milli({since:Int64}) AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64})
            AND (type != {base:String} OR at < fromUnixTimestamp64Milli({since:Int64}))
    )
SELECT DISTINCT toUnixTimestamp(toStartOfHour(at)) AS hour
FROM events FINAL
WHERE site = {site:String} AND type = {base:String} AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64})
    AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
    AND (receivedAt >= fromUnixTimestamp64Milli({since:Int64})
        OR (list != '' AND cityHash64(list) IN (SELECT ofList FROM arrived WHERE ofList % {buckets:UInt32} = {bucket:UInt32}))
        OR (outbox != toFixedString('', 16) AND cityHash64(outbox) IN (SELECT ofOutbox FROM arrived WHERE ofOutbox % {buckets:UInt32} = {bucket:UInt32}))
        OR (visitor != '' AND cityHash64(visitor) IN (SELECT ofVisitor FROM arrived WHERE ofVisitor % {buckets:UInt32} = {bucket:UInt32})))
ORDER BY hour
