-- The logs that the store has read from, and the newest record of each.
SELECT toString(log) AS log, toUnixTimestamp64Milli(max(receivedAt)) AS newestAt, max(sequence) AS sequence
FROM records
GROUP BY log
ORDER BY log
