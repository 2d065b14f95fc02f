-- Notes the figures of what a rejudgement covers, before it or after it.
INSERT INTO restatements (run, phase, site, day, type, reason, events)
SELECT {run:UInt64}, {phase:String}, site, toDate(at, 'UTC') AS day, type, reason, count()
FROM events FINAL
WHERE receivedAt >= fromUnixTimestamp64Milli({from:Int64}) AND receivedAt < fromUnixTimestamp64Milli({to:Int64})
GROUP BY site, day, type, reason
