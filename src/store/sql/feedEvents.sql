-- The events that these records brought first, in the order of their records. A later copy of an event brings it no second time.
-- Of copies that one log took within a millisecond the first one counts.
WITH brought AS
(
    SELECT site, id, log, receivedAt, first.1 AS sequence, first.2 AS place
    FROM
    (
        SELECT site, id, toString(log) AS log, receivedAt, min((sequence, `index`)) AS first
        FROM copies FINAL
        WHERE receivedAt >= fromUnixTimestamp64Milli({from:Int64}) AND receivedAt <= fromUnixTimestamp64Milli({to:Int64}) AND log IN {logs:Array(String)}
        GROUP BY site, id, log, receivedAt
    )
    WHERE /*{within}*/
)
SELECT
    toString(site) AS site, UUIDNumToString(id) AS id, toString(type) AS type, toString(reason) AS reason, toUnixTimestamp64Milli(at) AS at,
    toUnixTimestamp64Milli(receivedAt) AS receivedAt, late, list, toString(placement) AS placement, toString(variant) AS variant, toString(item) AS item,
    position, seenPosition, if(isNaN(propensity), NULL, propensity) AS propensity, visitor, toFloat64(value) AS value, toString(currency) AS currency,
    orderId, toString(device) AS device, toString(country) AS country, toString(datacenter) AS datacenter, brought.log AS log, brought.sequence AS sequence
FROM
(
    SELECT * FROM events FINAL
    WHERE (site, id) IN (SELECT site, id FROM brought)
) AS events
INNER JOIN brought ON events.site = brought.site AND events.id = brought.id AND toString(events.log) = brought.log AND events.receivedAt = brought.receivedAt
ORDER BY log, sequence, brought.place
