-- The same of some events, as they are made for one answer: none is said to be plain or at home. To tell would take twice the time, and only spares comparing names.
SELECT
    site, slice, quarter, placement, variant, country, device, via, reason, money AS currency, late, listHash AS list,
    sum(impressionsIn) AS impressions, sum(viewsIn) AS views, sum(clicksIn) AS clicks, sum(conversionsIn) AS conversions,
    sum(eventsIn) AS events, sum(worthIn) AS worth, toUInt8(0) AS kind,
    groupArray(position) AS positions, CAST(groupArray(item), 'Array(LowCardinality(String))') AS items, CAST([], 'Array(UInt8)') AS marks, '' AS shape, false AS isHome,
    groupArray(impressionsIn) AS impressionsOf, groupArray(viewsIn) AS viewsOf, groupArray(clicksIn) AS clicksOf
FROM (/*{elements}*/)
GROUP BY site, slice, quarter, placement, variant, country, device, via, reason, money, late, listHash, apart
