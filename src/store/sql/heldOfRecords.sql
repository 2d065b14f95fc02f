-- Everything that is held of some records.
SELECT toString(log) AS log, sequence, `index`, toString(code) AS code, version
FROM quarantine FINAL
WHERE state = 'held' AND log = {log:String} AND sequence IN {sequences:Array(UInt64)}
ORDER BY sequence, `index`
