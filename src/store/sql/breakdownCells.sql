-- Counts for breakdown by all four dimensions at once, from elements of the other rows, of which there are few.
SELECT dimension, name,
    sumIf(impressions, isNow) AS shown, sumIf(views, isNow) AS viewed, sumIf(clicks, isNow) AS clicked,
    sumIf(impressions, NOT isNow) AS shownBefore, sumIf(clicks, NOT isNow) AS clickedBefore
FROM (SELECT *, quarter >= {splitQuarter:UInt32} AS isNow FROM (/*{cells}*/))
ARRAY JOIN ['placement', 'variant', 'position', 'item'] AS dimension,
    [toString(placement), toString(variant), toString(position), toString(item)] AS name
WHERE true /*{ofCell}*/
GROUP BY dimension, name
