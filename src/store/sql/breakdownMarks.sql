-- Counts for breakdown from elements of rows of kind 1, of which there are many: by all dimensions asked at once, then by each.
SELECT dimension, name, shown, viewed, clicked, shownBefore, clickedBefore
FROM
(
    SELECT /*{names}*/
        sumIf(bitAnd(mark, 1), isNow) AS shown, sumIf(bitAnd(bitShiftRight(mark, 1), 1), isNow) AS viewed,
        sumIf(bitShiftRight(mark, 2), isNow) AS clicked,
        sumIf(bitAnd(mark, 1), NOT isNow) AS shownBefore, sumIf(bitShiftRight(mark, 2), NOT isNow) AS clickedBefore
    FROM /*{elements}*/
    WHERE true /*{ofCell}*/
    GROUP BY /*{keys}*/
)
ARRAY JOIN [/*{dimensions}*/] AS dimension, [/*{values}*/] AS name
