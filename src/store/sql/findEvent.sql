-- One event by id, on any of the sites.
SELECT
    toString(site) AS site, UUIDNumToString(id) AS id, toString(type) AS type, toString(reason) AS reason, arrayMap(r -> toString(r), reasons) AS reasons,
    rules, toUnixTimestamp64Milli(at) AS at, toUnixTimestamp64Milli(receivedAt) AS receivedAt,
    occurredAt, sentAt, late, skewed, toString(token) AS token, issuedAt, list, toString(placement) AS placement, toString(variant) AS variant,
    toString(item) AS item, position, seenPosition, propensity, trusted, hidden, toString(how) AS how, visitor, toFloat64(value) AS value,
    toString(currency) AS currency, orderId, toString(log) AS log, toString(route) AS route, toString(datacenter) AS datacenter, toString(via) AS via, retries,
    UUIDNumToString(outbox) AS outbox, n, consent, gpc, toString(address) AS address, toString(agent) AS agent, toString(engine) AS engine,
    toString(device) AS device, toString(purpose) AS purpose, toString(origin) AS origin, toString(country) AS country
FROM events FINAL
WHERE /*{site}*/ AND id = UUIDStringToNum({id:String})
LIMIT 1
