-- When the newest record since a time was received.
SELECT toUnixTimestamp64Milli(max(records.receivedAt)) AS receivedAt FROM records WHERE records.receivedAt >= fromUnixTimestamp64Milli({from:Int64})
