-- Figures of counted events by the asked dimensions. FINAL: each id once, by the copy that was received first.
SELECT
    /*{dimensions}*/
    countIf(type = 'impression' AND net) AS impressions,
    countIf(type = 'view' AND net) AS views,
    countIf(type = 'click' AND net) AS clicks,
    countIf(type = 'impression') AS grossImpressions,
    countIf(type = 'view') AS grossViews,
    countIf(type = 'click') AS grossClicks,
    sumMapIf(map(toString(reason), toUInt64(1)), type = 'impression' AND NOT net) AS invalidImpressions,
    sumMapIf(map(toString(reason), toUInt64(1)), type = 'view' AND NOT net) AS invalidViews,
    sumMapIf(map(toString(reason), toUInt64(1)), type = 'click' AND NOT net) AS invalidClicks,
    uniqExactIf((site, list), type = 'impression' AND net AND list != '') AS lists,
    uniqExactIf((site, list), type = 'click' AND net AND list != '') AS clickedLists,
    countIf(net) AS netEvents,
    countIf(net AND late) AS lateEvents,
    countIf(type = 'conversion' AND net) AS conversions,
    mapApply((name, sum) -> (name, toFloat64(sum)), sumMapIf(map(if(currency = '', 'XXX', toString(currency)), value), type = 'conversion' AND net AND (value != 0 OR currency != ''))) AS valueByCurrency
FROM
(
    SELECT type, list, value, currency, late, site, placement, position, item, variant, country, device, via, at, reason, reason = '' AS net
    FROM events FINAL
    WHERE /*{site}*/ AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
)
/*{grouping}*/
LIMIT {rows:UInt32}
