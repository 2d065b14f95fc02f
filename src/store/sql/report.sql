-- Figures of counted events by the asked dimensions. FINAL: each id once, by the copy that was received first.
SELECT
    /*{dimensions}*/
    countIf(type = 'impression' AND net) AS impressions,
    countIf(type = 'view' AND net) AS views,
    countIf(type = 'click' AND net) AS clicks,
    countIf(type = 'impression') AS grossImpressions,
    countIf(type = 'view') AS grossViews,
    countIf(type = 'click') AS grossClicks,
    uniqExactIf(list, type = 'impression' AND net AND list != '') AS lists,
    uniqExactIf(list, type = 'click' AND net AND list != '') AS clickedLists,
    countIf(type = 'conversion' AND net) AS conversions,
    toFloat64(sumIf(value, type = 'conversion' AND net)) AS value,
    sumMapIf(map(toString(reason), toUInt64(1)), type = 'click' AND NOT net) AS invalidClicks
FROM
(
    SELECT type, list, value, site, placement, position, item, variant, country, device, via, at, reason, reason = '' AS net
    FROM events FINAL
    WHERE /*{site}*/ AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
)
/*{grouping}*/
LIMIT {rows:UInt32}
