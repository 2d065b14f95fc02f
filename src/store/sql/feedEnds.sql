-- The newest record of each log that was received before a time.
SELECT toString(log) AS log, max(sequence) AS sequence FROM records
WHERE records.receivedAt < fromUnixTimestamp64Milli({before:Int64})
GROUP BY log
