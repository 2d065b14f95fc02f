-- The facts that judging looks at, for a page of events in the order of their keys.
SELECT
    toString(site) AS site, hex(id) AS id, toString(rank) AS rank, toString(type) AS type, toString(route) AS route, toString(token) AS token, issuedAt, lifetimeSeconds,
    list, itemInList, trusted, hidden, toString(purpose) AS purpose, toString(agent) AS agent, toString(origin) AS origin,
    toString(address) AS address, addressHash, occurredAt, sentAt, toUnixTimestamp64Milli(receivedAt) AS receivedAt, consent, gpc,
    toUnixTimestamp64Milli(at) AS at, outbox != toFixedString('', 16) AS hasOutbox, rules, arrayMap(reason -> toString(reason), reasons) AS reasons
FROM events FINAL
WHERE events.receivedAt >= fromUnixTimestamp64Milli({from:Int64}) AND events.receivedAt < fromUnixTimestamp64Milli({to:Int64})
    AND (site, events.id) > ({afterSite:String}, toFixedString(unhex({afterId:String}), 16))
ORDER BY site, events.id
LIMIT {rows:UInt32}
