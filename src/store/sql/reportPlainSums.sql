-- The same of rows by item and position that count, bear no money, and belong to no list or to one that stands once under an item, once under a
-- position and in no other row. These are nearly all: counting their lists instead of comparing names is five times as fast.
SELECT
    /*{dimensions}*/
    '' AS ofReason, '' AS ofCurrency,
    sum(impressions) AS shown, sum(views) AS viewed, sum(clicks) AS clicked, toUInt64(0) AS ordered,
    shown + viewed + clicked AS happened, sumIf(impressions + views + clicks, late) AS lates, sumIf(clicks, late) AS clickedLate, toDecimal128(0, 4) AS paid,
    countIf(impressions > 0 AND list != 0) AS listsShown,
    countIf(clicks > 0 AND list != 0) AS listsClicked
FROM (/*{rows}*/)
WHERE true /*{only}*/
/*{keys}*/
