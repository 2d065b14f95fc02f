-- Figures of counted events by the asked dimensions. FINAL: each id once, by the copy that was received first.
-- Lists are told apart by 64 bits of their names: among ten million, the chance that any two are taken for one is 3 in a million.
-- Counted in two steps, by type and reason first, so that maps and sets are built for groups and not for every event.
SELECT
    /*{names}*/
    sumIf(events, type = 'impression' AND net) AS impressions,
    sumIf(events, type = 'view' AND net) AS views,
    sumIf(events, type = 'click' AND net) AS clicks,
    sumIf(events, type = 'impression') AS grossImpressions,
    sumIf(events, type = 'view') AS grossViews,
    sumIf(events, type = 'click') AS grossClicks,
    sumMapIf(map(toString(reason), events), type = 'impression' AND NOT net) AS invalidImpressions,
    sumMapIf(map(toString(reason), events), type = 'view' AND NOT net) AS invalidViews,
    sumMapIf(map(toString(reason), events), type = 'click' AND NOT net) AS invalidClicks,
    sumIf(distinctLists, type = 'impression' AND net) AS lists,
    sumIf(distinctLists, type = 'click' AND net) AS clickedLists,
    sumIf(events, net) AS netEvents,
    sumIf(lates, net) AS lateEvents,
    sumIf(lates, type = 'click' AND net) AS lateClicks,
    sumIf(events, type = 'conversion' AND net) AS conversions,
    mapApply((name, sum) -> (name, toFloat64(sum)), sumMapIf(map(if(money = '', 'XXX', toString(money)), worth), type = 'conversion' AND net AND (worth != 0 OR money != ''))) AS valueByCurrency
FROM
(
    SELECT
        /*{dimensions}*/
        type, reason, reason = '' AS net, if(type = 'conversion', toString(currency), '') AS money,
        count() AS events, countIf(late) AS lates, sum(value) AS worth,
        uniqExactIf(cityHash64(site, list), type IN ('impression', 'click') AND reason = '' AND list != '') AS distinctLists
    FROM events FINAL
    WHERE /*{site}*/ /*{only}*/ AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
    GROUP BY /*{names}*/ type, reason, money
)
/*{grouping}*/
LIMIT {rows:UInt32}
