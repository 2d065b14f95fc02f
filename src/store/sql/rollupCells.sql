-- Rolled-up rows by item and position: one row for each element.
SELECT
    site, quarter, placement, variant, country, device, via, reason, currency, late, list, kind, position, item,
    shownOf AS impressions, viewedOf AS views, clickedOf AS clicks, conversions,
    if(shownOf + viewedOf + clickedOf = 0, events, shownOf + viewedOf + clickedOf) AS events, worth
FROM (SELECT * FROM (/*{rows}*/) WHERE /*{which}*/)
ARRAY JOIN positions AS position, items AS item,
    if(kind = 1, arrayMap(mark -> toUInt32(bitAnd(mark, 1)), marks), impressionsOf) AS shownOf,
    if(kind = 1, arrayMap(mark -> toUInt32(bitAnd(bitShiftRight(mark, 1), 1)), marks), viewsOf) AS viewedOf,
    if(kind = 1, arrayMap(mark -> toUInt32(bitShiftRight(mark, 2)), marks), clicksOf) AS clickedOf
