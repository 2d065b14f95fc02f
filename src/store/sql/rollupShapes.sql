-- Positions of rows of kind 1, without their items: rows that look alike are counted first, and taken apart afterwards.
SELECT
    /*{rowNames}*/
    toUInt16(substring(element, 1, 5)) AS position, toUInt8(substring(element, 6)) AS mark,
    alike * bitAnd(mark, 1) AS impressions, alike * bitAnd(bitShiftRight(mark, 1), 1) AS views, alike * bitShiftRight(mark, 2) AS clicks
FROM
(
    SELECT /*{rowNames}*/ shape, count() AS alike
    FROM (/*{rows}*/)
    GROUP BY /*{rowNames}*/ shape
)
ARRAY JOIN splitByChar(' ', toString(shape)) AS element
