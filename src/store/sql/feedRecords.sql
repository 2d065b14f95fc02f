-- Records that came after a place: the next few of each log, in its order.
SELECT toString(log) AS log, sequence, toUnixTimestamp64Milli(receivedAt) AS receivedAt, received
FROM records FINAL
WHERE /*{after}*/
ORDER BY log, sequence
LIMIT {records:UInt32} BY log
