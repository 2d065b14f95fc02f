-- Net figures of the values of four dimensions at once, beside those of the period before: the largest values of each, and those that
-- moved most.
SELECT dimension, name, impressions, views, clicks, impressionsBefore, clicksBefore, isTop, isMover
FROM
(
    SELECT *,
        row_number() OVER (PARTITION BY dimension ORDER BY clicks DESC, impressions DESC, name) <= {top:UInt32} AS isTop,
        clicks != clicksBefore AND row_number() OVER (PARTITION BY dimension ORDER BY abs(toInt64(clicks) - toInt64(clicksBefore)) DESC, name) <= {movers:UInt32} AS isMover
    FROM
    (
        SELECT dimension, name, sum(shown) AS impressions, sum(viewed) AS views, sum(clicked) AS clicks,
            sum(shownBefore) AS impressionsBefore, sum(clickedBefore) AS clicksBefore
        FROM (/*{counts}*/)
        GROUP BY dimension, name
    )
)
WHERE isTop OR isMover
ORDER BY dimension, clicks DESC, impressions DESC, name
