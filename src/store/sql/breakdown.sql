-- Net figures of the values of four dimensions at once, beside those of the period before: the largest values of each, and those that
-- moved most. Counted by all four first, so that the events are read once.
SELECT dimension, name, impressions, views, clicks, impressionsBefore, clicksBefore, isTop, isMover
FROM
(
    SELECT *,
        row_number() OVER (PARTITION BY dimension ORDER BY clicks DESC, impressions DESC, name) <= {top:UInt32} AS isTop,
        clicks != clicksBefore AND row_number() OVER (PARTITION BY dimension ORDER BY abs(toInt64(clicks) - toInt64(clicksBefore)) DESC, name) <= {movers:UInt32} AS isMover
    FROM
    (
        SELECT entry.1 AS dimension, entry.2 AS name,
            sumIf(events, type = 'impression' AND NOT earlier) AS impressions,
            sumIf(events, type = 'view' AND NOT earlier) AS views,
            sumIf(events, type = 'click' AND NOT earlier) AS clicks,
            sumIf(events, type = 'impression' AND earlier) AS impressionsBefore,
            sumIf(events, type = 'click' AND earlier) AS clicksBefore
        FROM
        (
            SELECT placement, position, item, variant, type, at < fromUnixTimestamp64Milli({from:Int64}) AS earlier, count() AS events
            FROM events FINAL
            WHERE /*{site}*/ AND reason = '' AND type IN ('impression', 'view', 'click') /*{only}*/
                AND at >= fromUnixTimestamp64Milli({before:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
            GROUP BY placement, position, item, variant, type, earlier
        )
        ARRAY JOIN [('placement', toString(placement)), ('position', toString(position)), ('item', toString(item)), ('variant', toString(variant))] AS entry
        GROUP BY dimension, name
    )
)
WHERE isTop OR isMover
ORDER BY dimension, clicks DESC, impressions DESC, name
