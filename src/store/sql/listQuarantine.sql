-- What lies in quarantine, oldest record first.
SELECT toString(log) AS log, sequence, `index`, toString(code) AS code, toString(site) AS site, toUnixTimestamp64Milli(receivedAt) AS receivedAt,
    toString(datacenter) AS datacenter, toString(route) AS route, id, version
FROM quarantine FINAL
WHERE state = 'held' AND ({code:String} = '' OR code = {code:String}) AND ({id:String} = '' OR id = {id:String})
    AND ({sites:Array(String)} = [] OR site IN {sites:Array(String)})
    AND (log, sequence) > ({afterLog:String}, {afterSequence:UInt64})
ORDER BY log, sequence, `index`
LIMIT {rows:UInt32}
