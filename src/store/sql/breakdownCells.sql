-- Counts for breakdown by the dimensions asked, from elements of rolled-up rows.
SELECT dimension, name,
    sumIf(impressions, isNow) AS shown, sumIf(views, isNow) AS viewed, sumIf(clicks, isNow) AS clicked,
    sumIf(impressions, NOT isNow) AS shownBefore, sumIf(clicks, NOT isNow) AS clickedBefore
FROM (/*{cells}*/)
ARRAY JOIN [/*{dimensions}*/] AS dimension, [/*{values}*/] AS name
WHERE true /*{ofCell}*/
GROUP BY dimension, name
