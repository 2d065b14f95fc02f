-- Figures of counted events by the asked dimensions, from rolled-up rows. Each id once, by the copy that was received first.
-- Lists are told apart by 64 bits of their names: among ten million, the chance that any two are taken for one is 3 in a million.
-- Added up in two steps (reportSums first), so that maps are built for groups and not for every row.
SELECT
    /*{names}*/
    sumIf(shown, ofReason = '') AS impressions,
    sumIf(viewed, ofReason = '') AS views,
    sumIf(clicked, ofReason = '') AS clicks,
    sum(shown) AS grossImpressions,
    sum(viewed) AS grossViews,
    sum(clicked) AS grossClicks,
    sumMapIf(map(toString(ofReason), shown), ofReason != '' AND shown > 0) AS invalidImpressions,
    sumMapIf(map(toString(ofReason), viewed), ofReason != '' AND viewed > 0) AS invalidViews,
    sumMapIf(map(toString(ofReason), clicked), ofReason != '' AND clicked > 0) AS invalidClicks,
    sumIf(listsShown, ofReason = '') AS lists,
    sumIf(listsClicked, ofReason = '') AS clickedLists,
    sumIf(happened, ofReason = '') AS netEvents,
    sumIf(lates, ofReason = '') AS lateEvents,
    sumIf(clickedLate, ofReason = '') AS lateClicks,
    sumIf(ordered, ofReason = '') AS conversions,
    mapApply((name, sum) -> (name, toFloat64(sum)), sumMapIf(map(if(ofCurrency = '', 'XXX', toString(ofCurrency)), paid), ofReason = '' AND (paid != 0 OR (ofCurrency != '' AND ordered > 0)))) AS valueByCurrency
FROM (/*{sums}*/)
/*{grouping}*/
LIMIT {rows:UInt32}
