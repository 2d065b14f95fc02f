-- The same of elements of plain rows (kind 1 of migration 6). Nearly all rows are, and of these no names are compared: each element with an impression is a
-- list. Lists that stand in several rows are counted too often here; reportNamedSums takes that back.
SELECT
    /*{dimensions}*/
    '' AS ofReason, '' AS ofCurrency,
    sum(impressions) AS shown, sum(views) AS viewed, sum(clicks) AS clicked, toUInt64(0) AS ordered,
    shown + viewed + clicked AS happened, toUInt64(0) AS lates, toUInt64(0) AS clickedLate, toDecimal128(0, 4) AS paid,
    toInt64(shown) AS listsShown, toInt64(clicked) AS listsClicked
FROM (/*{cells}*/)
WHERE true /*{only}*/
/*{keys}*/
