-- The lists of the clicks labelled `rate` in these minutes.
SELECT DISTINCT list, issuedAt
FROM events
WHERE site IN {sites:Array(String)} AND type = 'click' AND reason = 'rate' AND list != ''
    AND at >= fromUnixTimestamp64Milli(toInt64(arrayMin({minutes:Array(Int64)})) * 60000)
    AND at < fromUnixTimestamp64Milli((toInt64(arrayMax({minutes:Array(Int64)})) + 1) * 60000)
    AND intDiv(toUnixTimestamp64Milli(at), 60000) IN {minutes:Array(Int64)}
