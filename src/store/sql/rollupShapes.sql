-- Positions of rows of kind 1, without their items: rows that look alike are counted first, and taken apart afterwards.
-- Words are told apart by 64 bits: several words together are compared letter by letter otherwise, which takes three times as long.
SELECT
    /*{rowNames}*/
    toUInt16(substring(element, 1, 5)) AS position, toUInt8(substring(element, 6)) AS mark,
    alike * bitAnd(mark, 1) AS impressions, alike * bitAnd(bitShiftRight(mark, 1), 1) AS views, alike * bitShiftRight(mark, 2) AS clicks
FROM
(
    SELECT /*{values}*/ any(shaped.shape) AS shape, count() AS alike
    FROM (/*{rows}*/) AS shaped
    GROUP BY /*{keys}*/ cityHash64(shaped.shape)
)
ARRAY JOIN splitByChar(' ', toString(shape)) AS element
