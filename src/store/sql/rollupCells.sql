-- Rolled-up rows by item and position: one row for each element.
SELECT
    site, quarter, placement, variant, country, device, via, reason, currency, late, list, position, item,
    shownOf AS impressions, viewedOf AS views, clickedOf AS clicks, conversions,
    if(shownOf + viewedOf + clickedOf = 0, events, shownOf + viewedOf + clickedOf) AS events, worth
FROM (SELECT * FROM (/*{rows}*/) WHERE /*{which}*/)
ARRAY JOIN positions AS position, items AS item, impressionsOf AS shownOf, viewsOf AS viewedOf, clicksOf AS clickedOf
