-- What rejudgements changed: per day and type, how many events counted before and after.
SELECT run, toString(site) AS site, day, toString(type) AS type,
    sumIf(events, phase = 'before' AND reason = '') AS netBefore, sumIf(events, phase = 'after' AND reason = '') AS netAfter,
    sumIf(events, phase = 'after') AS gross
FROM restatements FINAL
WHERE /*{site}*/ AND day >= toDate(fromUnixTimestamp64Milli({from:Int64}), 'UTC') AND day <= toDate(fromUnixTimestamp64Milli({to:Int64} - 1), 'UTC')
    AND run IN (SELECT run FROM rejudgements FINAL WHERE state = 'finished')
GROUP BY run, site, day, type
HAVING netBefore != netAfter
ORDER BY run, site, day, type
