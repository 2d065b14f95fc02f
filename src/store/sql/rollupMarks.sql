-- The same of rows of kind 1, with what such rows have: nearly all rows are of it, and one byte an element is read for its counts. Items and positions are
-- read where they are asked for: one that is not costs as much as the counts.
SELECT
    /*{rowNames}*/ /*{names}*/
    bitAnd(mark, 1) AS impressions, bitAnd(bitShiftRight(mark, 1), 1) AS views, bitShiftRight(mark, 2) AS clicks
FROM /*{elements}*/
