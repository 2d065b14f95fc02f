-- Every copy of one id that arrived, first received first.
SELECT toUnixTimestamp64Milli(receivedAt) AS receivedAt, toString(datacenter) AS datacenter, toString(via) AS via, retries, toString(log) AS log, sequence, `index`
FROM copies FINAL
WHERE site = {site:String} AND id = UUIDStringToNum({id:String})
ORDER BY receivedAt, log, sequence, `index`
LIMIT {copies:UInt32}
