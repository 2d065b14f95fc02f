-- The rows of `rollups`, made from some events: each id once, by the copy that was received first.
SELECT
    site, slice, quarter, placement, variant, country, device, via, reason, money AS currency, late, listHash AS list,
    sum(impressionsIn) AS impressions, sum(viewsIn) AS views, sum(clicksIn) AS clicks, sum(conversionsIn) AS conversions,
    sum(eventsIn) AS events, sum(worthIn) AS worth,
    toUInt8(multiIf(
        reason != '' OR money != '' OR late OR apart != 0, 0,
        listHash = 0, 2,
        max(impressionsIn) < 2 AND max(viewsIn) < 2 AND max(clicksIn) < 2 AND uniqExact(position) = count() AND uniqExact(item) = count(), 1,
        0
    )) AS kind,
    groupArray(position) AS positions, CAST(groupArray(item), 'Array(LowCardinality(String))') AS items,
    if(kind = 1, groupArray(toUInt8(impressionsIn + 2 * viewsIn + 4 * clicksIn)), []) AS marks,
    if(kind = 1, arrayStringConcat(arraySort(arrayMap((place, mark) -> concat(leftPad(toString(place), 5, '0'), toString(mark)), positions, marks)), ' '), '') AS shape,
    if(kind = 1, [], groupArray(impressionsIn)) AS impressionsOf, if(kind = 1, [], groupArray(viewsIn)) AS viewsOf,
    if(kind = 1, [], groupArray(clicksIn)) AS clicksOf,
    /*{isHome}*/ AS isHome
FROM
(
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
)
GROUP BY site, slice, quarter, placement, variant, country, device, via, reason, money, late, listHash, apart
