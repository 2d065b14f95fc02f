-- The events that were received last, with the number of their copies.
WITH recent AS
(
    SELECT site, id, type, reason, at, receivedAt, datacenter, via, retries, list, placement, variant, item, position, late
    FROM events FINAL
    WHERE /*{site}*/ AND ({type:String} = '' OR toString(type) = {type:String}) AND receivedAt >= fromUnixTimestamp64Milli({from:Int64})
    ORDER BY receivedAt DESC, id DESC
    LIMIT {events:UInt32}
)
SELECT
    toString(site) AS site, UUIDNumToString(recent.id) AS id, toString(type) AS type, toString(reason) AS reason, toUnixTimestamp64Milli(at) AS at,
    toUnixTimestamp64Milli(receivedAt) AS receivedAt, toString(datacenter) AS datacenter, toString(via) AS via, retries, list,
    toString(placement) AS placement, toString(variant) AS variant, toString(item) AS item, position, late, copies.copies AS copies
FROM recent
LEFT JOIN
(
    SELECT site, id, count() AS copies FROM copies FINAL
    WHERE (site, id) IN (SELECT site, id FROM recent)
    GROUP BY site, id
) AS copies ON copies.site = recent.site AND copies.id = recent.id
ORDER BY receivedAt DESC, recent.id DESC
