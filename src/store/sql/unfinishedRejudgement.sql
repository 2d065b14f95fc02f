-- A rejudgement of the same time and rules that was cut short.
SELECT run, version, toUnixTimestamp64Milli(toTime) AS toMs, afterSite, hex(afterId) AS afterId, judged, changed
FROM rejudgements FINAL
WHERE state = 'running' AND fromTime = fromUnixTimestamp64Milli({from:Int64}) AND rules = {rules:UInt16} AND {to:Int64} >= toMs
ORDER BY run DESC
LIMIT 1
