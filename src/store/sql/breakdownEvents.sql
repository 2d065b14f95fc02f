-- Counts for breakdown from the events, by all four dimensions first, so that they are read once.
SELECT entry.1 AS dimension, entry.2 AS name,
    sumIf(events, type = 'impression' AND NOT earlier) AS shown,
    sumIf(events, type = 'view' AND NOT earlier) AS viewed,
    sumIf(events, type = 'click' AND NOT earlier) AS clicked,
    sumIf(events, type = 'impression' AND earlier) AS shownBefore,
    sumIf(events, type = 'click' AND earlier) AS clickedBefore
FROM
(
    SELECT placement, position, item, variant, type, at < fromUnixTimestamp64Milli({from:Int64}) AS earlier, count() AS events
    FROM events FINAL
    WHERE /*{site}*/ AND reason = '' AND type IN ('impression', 'view', 'click') /*{only}*/
        AND at >= fromUnixTimestamp64Milli({before:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64})
        AND (at < fromUnixTimestamp64Milli({beforeEnd:Int64}) OR NOT earlier)
    GROUP BY placement, position, item, variant, type, earlier
)
ARRAY JOIN [('placement', toString(placement)), ('position', toString(position)), ('item', toString(item)), ('variant', toString(variant))] AS entry
GROUP BY dimension, name
