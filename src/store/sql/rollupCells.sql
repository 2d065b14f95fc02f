-- Rolled-up rows by item and position: one row for each element, with what is asked of its row.
SELECT /*{names}*/ position, item, shownOf AS impressions, viewedOf AS views, clickedOf AS clicks
FROM (/*{rows}*/)
ARRAY JOIN positions AS position, items AS item,
    if(kind = 1, arrayMap(mark -> toUInt32(bitAnd(mark, 1)), marks), impressionsOf) AS shownOf,
    if(kind = 1, arrayMap(mark -> toUInt32(bitAnd(bitShiftRight(mark, 1), 1)), marks), viewsOf) AS viewedOf,
    if(kind = 1, arrayMap(mark -> toUInt32(bitShiftRight(mark, 2)), marks), clicksOf) AS clickedOf
