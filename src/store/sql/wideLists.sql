-- Lists that stand in several of these rows, which count, by impressions or by clicks. Of the rows of such a list one at least is not at home (migration 7), so only
-- lists with such a row are counted; all are where many are of that kind, since a site gives its lists names of its own: some rows tell.
WITH
(
    SELECT countIf(NOT isHome) * 10 > count()
    FROM (SELECT isHome FROM rollups WHERE /*{site}*/ AND quarter >= {fromQuarter:UInt32} AND quarter < {toQuarter:UInt32} LIMIT 10000)
) AS isMany
SELECT list FROM (/*{rows}*/)
WHERE isMany OR list IN (SELECT list FROM (/*{rows}*/) WHERE NOT isHome AND NOT isMany)
GROUP BY list HAVING countIf(impressions > 0) > 1 OR countIf(clicks > 0) > 1
