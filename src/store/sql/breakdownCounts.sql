-- Counts for breakdown by one dimension, from rolled-up rows or their elements; the range begins at a quarter of an hour.
SELECT '/*{dimension}*/' AS dimension, toString(/*{dimension}*/) AS name,
    sumIf(impressions, isNow) AS shown, sumIf(views, isNow) AS viewed, sumIf(clicks, isNow) AS clicked,
    sumIf(impressions, NOT isNow) AS shownBefore, sumIf(clicks, NOT isNow) AS clickedBefore
FROM (SELECT *, quarter >= {splitQuarter:UInt32} AS isNow FROM (/*{rows}*/) WHERE true /*{only}*/)
GROUP BY /*{dimension}*/
