-- Figures of counted events by the asked dimensions, from rolled-up rows. Each id once, by the copy that was received first.
-- Lists are told apart by 64 bits of their names: among ten million, the chance that any two are taken for one is 3 in a million.
-- Added up in two steps: reportSums and its kin give one row at most for each group, reason and currency that is in a map.
SELECT
    /*{names}*/
    sumIf(shown, ofReason = '') AS impressions,
    sumIf(viewed, ofReason = '') AS views,
    sumIf(clicked, ofReason = '') AS clicks,
    sum(shown) AS grossImpressions,
    sum(viewed) AS grossViews,
    sum(clicked) AS grossClicks,
    mapSort(mapFromArrays(groupArrayIf(toString(ofReason), ofReason != '' AND shown > 0), groupArrayIf(shown, ofReason != '' AND shown > 0))) AS invalidImpressions,
    mapSort(mapFromArrays(groupArrayIf(toString(ofReason), ofReason != '' AND viewed > 0), groupArrayIf(viewed, ofReason != '' AND viewed > 0))) AS invalidViews,
    mapSort(mapFromArrays(groupArrayIf(toString(ofReason), ofReason != '' AND clicked > 0), groupArrayIf(clicked, ofReason != '' AND clicked > 0))) AS invalidClicks,
    sumIf(listsShown, ofReason = '') AS lists,
    sumIf(listsClicked, ofReason = '') AS clickedLists,
    sumIf(happened, ofReason = '') AS netEvents,
    sumIf(lates, ofReason = '') AS lateEvents,
    sumIf(clickedLate, ofReason = '') AS lateClicks,
    sumIf(ordered, ofReason = '') AS conversions,
    groupArrayIf((if(ofCurrency = '', 'XXX', toString(ofCurrency)), toFloat64(paid)), ofReason = '' AND (paid != 0 OR (ofCurrency != '' AND ordered > 0))) AS sumsOfMoney
FROM (/*{sums}*/)
/*{grouping}*/
LIMIT {rows:UInt32}
