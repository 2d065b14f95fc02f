-- Counts for breakdown by the dimensions asked, from elements of rows of kind 1.
SELECT dimension, name, sum(shownOf) AS shown, sum(viewedOf) AS viewed, sum(clickedOf) AS clicked,
    sum(shownOfBefore) AS shownBefore, sum(clickedOfBefore) AS clickedBefore
FROM
(
    SELECT /*{names}*/
        sumIf(bitAnd(mark, 1), isNow) AS shownOf, sumIf(bitAnd(bitShiftRight(mark, 1), 1), isNow) AS viewedOf,
        sumIf(bitShiftRight(mark, 2), isNow) AS clickedOf,
        sumIf(bitAnd(mark, 1), NOT isNow) AS shownOfBefore, sumIf(bitShiftRight(mark, 2), NOT isNow) AS clickedOfBefore
    FROM (SELECT *, quarter >= {splitQuarter:UInt32} AS isNow FROM (/*{rows}*/) WHERE kind = 1 /*{ofRow}*/)
    ARRAY JOIN /*{arrays}*/ marks AS mark
    WHERE true /*{ofCell}*/
    GROUP BY /*{keys}*/
)
ARRAY JOIN [/*{dimensions}*/] AS dimension, [/*{values}*/] AS name
GROUP BY dimension, name
