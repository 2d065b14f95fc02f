-- Elements of the rows of `rollups`, made from some events: each id once, by the copy that was received first.
SELECT
    site, slice, toUInt32(intDiv(toUnixTimestamp(at), 900)) AS quarter, placement, variant, country, device, via, reason, late,
    CAST(if(type = 'conversion', toString(currency), ''), 'LowCardinality(String)') AS money,
    if(list = '', 0, cityHash64(site, list)) AS listHash,
    -- The slice of the time in a list's name, where that is a UUIDv7; of any other text of that length it is some number, and always the same.
    any(if(length(list) = 36,
        toUInt32(bitShiftRight(reinterpretAsUInt64(reverse(unhex(concat(substring(list, 1, 8), substring(list, 10, 4))))), 17)), 0)) AS listSlice,
    item, position,
    if(type IN ('conversion', 'served'), cityHash64(type, position, item), 0) AS apart,
    toUInt32(countIf(type = 'impression')) AS impressionsIn, toUInt32(countIf(type = 'view')) AS viewsIn,
    toUInt32(countIf(type = 'click')) AS clicksIn, countIf(type = 'conversion') AS conversionsIn, count() AS eventsIn,
    sumIf(value, type = 'conversion') AS worthIn
FROM events FINAL
WHERE /*{which}*/
GROUP BY site, slice, quarter, placement, variant, country, device, via, reason, late, money, listHash, item, position, apart
