-- The same of rows that are not of kind 1, which have their counts as they are.
SELECT /*{names}*/ position, item, shownOf AS impressions, viewedOf AS views, clickedOf AS clicks
FROM (/*{rows}*/)
ARRAY JOIN positions AS position, items AS item, impressionsOf AS shownOf, viewsOf AS viewedOf, clicksOf AS clickedOf
