-- Rows of kind 1 with the counts of one of their elements alone: what its mark says.
SELECT
    /*{names}*/
    bitAnd(mark, 1) AS impressions, bitAnd(bitShiftRight(mark, 1), 1) AS views, bitShiftRight(mark, 2) AS clicks, impressions + views + clicks AS events
FROM (/*{rows}*/)
WHERE mark != 0
