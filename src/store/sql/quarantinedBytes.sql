-- The untouched bytes of records that have something in quarantine.
SELECT sequence, base64Encode(bytes) AS bytes
FROM quarantinedBytes FINAL
WHERE log = {log:String} AND sequence IN {sequences:Array(UInt64)}
ORDER BY sequence
