-- Counts for breakdown by placement, variant and position, from rows of kind 1 without their items: rows that look alike are counted first, and taken
-- apart afterwards.
SELECT dimension, name,
    sumIf(alike * bitAnd(mark, 1), isNow) AS shown, sumIf(alike * bitAnd(bitShiftRight(mark, 1), 1), isNow) AS viewed,
    sumIf(alike * bitShiftRight(mark, 2), isNow) AS clicked,
    sumIf(alike * bitAnd(mark, 1), NOT isNow) AS shownBefore, sumIf(alike * bitShiftRight(mark, 2), NOT isNow) AS clickedBefore
FROM
(
    SELECT isNow, alike, placement, variant, toUInt16(substring(element, 1, 5)) AS position, toUInt8(substring(element, 6)) AS mark
    FROM
    (
        SELECT quarter >= {splitQuarter:UInt32} AS isNow, placement, variant, shape, count() AS alike
        FROM (/*{rows}*/)
        WHERE kind = 1 /*{ofRow}*/
        GROUP BY isNow, placement, variant, shape
    )
    ARRAY JOIN splitByChar(' ', toString(shape)) AS element
)
ARRAY JOIN ['placement', 'variant', 'position'] AS dimension, [toString(placement), toString(variant), toString(position)] AS name
WHERE true /*{ofCell}*/
GROUP BY dimension, name
