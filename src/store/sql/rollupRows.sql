-- The rows of `rollups`, made from some events: each id once, by the copy that was received first.
SELECT
    site, slice, quarter, placement, variant, country, device, via, reason, money AS currency, late, listHash AS list,
    sum(impressionsIn) AS impressions, sum(viewsIn) AS views, sum(clicksIn) AS clicks, sum(conversionsIn) AS conversions,
    sum(eventsIn) AS events, sum(worthIn) AS worth,
    length(arrayDistinct(positions)) < length(positions) OR length(arrayDistinct(items)) < length(items) AS isMixed,
    groupArray(position) AS positions, CAST(groupArray(item), 'Array(LowCardinality(String))') AS items,
    groupArray(impressionsIn) AS impressionsOf, groupArray(viewsIn) AS viewsOf, groupArray(clicksIn) AS clicksOf
FROM
(
    SELECT
        site, slice, toUInt32(intDiv(toUnixTimestamp(at), 900)) AS quarter, placement, variant, country, device, via, reason, late,
        CAST(if(type = 'conversion', toString(currency), ''), 'LowCardinality(String)') AS money,
        if(list = '', 0, cityHash64(site, list)) AS listHash, item, position,
        if(type IN ('conversion', 'served'), cityHash64(type, position, item), 0) AS apart,
        toUInt32(countIf(type = 'impression')) AS impressionsIn, toUInt32(countIf(type = 'view')) AS viewsIn,
        toUInt32(countIf(type = 'click')) AS clicksIn, countIf(type = 'conversion') AS conversionsIn, count() AS eventsIn,
        sumIf(value, type = 'conversion') AS worthIn
    FROM events FINAL
    WHERE /*{which}*/
    GROUP BY site, slice, quarter, placement, variant, country, device, via, reason, late, money, listHash, item, position, apart
)
GROUP BY site, slice, quarter, placement, variant, country, device, via, reason, money, late, listHash, apart
