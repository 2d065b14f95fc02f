-- The rows of `rollups`, as they are built: of whole slices, since it takes all rows of one to tell what is at home (migration 7).
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
    -- In the order of their positions.
    arraySort(groupArray((position, item, toUInt8(impressionsIn + 2 * viewsIn + 4 * clicksIn), impressionsIn, viewsIn, clicksIn))) AS elements,
    elements.1 AS positions, CAST(elements.2, 'Array(LowCardinality(String))') AS items,
    if(kind = 1, elements.3, []) AS marks,
    if(kind = 1, arrayStringConcat(arrayMap((place, mark) -> concat(leftPad(toString(place), 5, '0'), toString(mark)), positions, marks), ' '), '') AS shape,
    if(kind = 1, [], elements.4) AS impressionsOf, if(kind = 1, [], elements.5) AS viewsOf, if(kind = 1, [], elements.6) AS clicksOf,
    CAST(reason != '' OR listHash = 0 OR impressions = 0 AND clicks = 0 OR any(listSlice) = slice
        AND (impressions = 0 OR sum(toUInt8(reason = '' AND impressions > 0)) OVER (PARTITION BY site, slice, listHash) = 1)
        AND (clicks = 0 OR sum(toUInt8(reason = '' AND clicks > 0)) OVER (PARTITION BY site, slice, listHash) = 1), 'Bool') AS isHome
FROM (/*{elements}*/)
GROUP BY site, slice, quarter, placement, variant, country, device, via, reason, money, late, listHash, apart
