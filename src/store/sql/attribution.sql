-- Conversions, credited to the clicks before them, or else to the views. The rules stand in docs/guides/answers.md.
-- An order is known by its order id, else each conversion is one of its own. Its touches are found by the list that it names, else by visitor,
-- else by the outbox of the page that told of it. What the service itself says of an order replaces what pages say of it.
WITH
    orders AS
    (
        SELECT
            site, if(orderId = '', concat('e', hex(id)), concat('o', orderId)) AS orderKey,
            arraySort(groupArray((at, id, value, if(currency = '', 'XXX', toString(currency)), route IN ('api', 'import')))) AS told,
            arrayFilter(act -> act.5, told) AS toldByService,
            if(notEmpty(toldByService), toldByService, [told[1]]) AS acts,
            min(at) AS orderedAt,
            groupUniqArrayIf(concat('l', list), list != '') AS lists,
            groupUniqArrayIf(concat('v', visitor), visitor != '') AS visitors,
            groupUniqArrayIf(concat('o', hex(outbox)), outbox != toFixedString('', 16)) AS outboxes,
            multiIf(notEmpty(lists), lists, notEmpty(visitors), visitors, outboxes) AS keys
        FROM events FINAL
        WHERE /*{site}*/ AND type = 'conversion' AND reason = '' AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64})
            AND at < fromUnixTimestamp64Milli({to:Int64}) AND cityHash64(orderKey) % {buckets:UInt32} = {bucket:UInt32}
            AND (at >= fromUnixTimestamp64Milli({from:Int64}) OR (orderId != '' AND at >= fromUnixTimestamp64Milli({ordersFrom:Int64})))
        GROUP BY site, orderKey
        HAVING arrayExists(act -> act.1 >= fromUnixTimestamp64Milli({from:Int64}), acts)
    ),
    keyed AS
    (
        SELECT
            site, orderKey, orderedAt, key,
            orderedAt - toIntervalMillisecond(transform(toString(site), {windowSites:Array(String)}, {clickWindows:Array(Int64)}, {clickWindow:Int64})) AS clicksFrom,
            orderedAt - toIntervalMillisecond(transform(toString(site), {windowSites:Array(String)}, {viewWindows:Array(Int64)}, {viewWindow:Int64})) AS viewsFrom
        FROM orders ARRAY JOIN keys AS key
    ),
    touches AS
    (
        SELECT site, key, id AS touch, at AS touchedAt, type = 'click' AS isClick, placement, variant, item, position, country, device, via
        FROM events FINAL
        ARRAY JOIN [concat('l', list), concat('v', visitor), concat('o', hex(outbox))] AS key
        WHERE /*{site}*/ AND type IN ('click', 'view') AND reason = '' AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64})
            AND at >= (SELECT min(least(clicksFrom, viewsFrom)) FROM keyed) AND at <= (SELECT max(orderedAt) FROM keyed)
            AND key IN (SELECT key FROM keyed)
    ),
    found AS
    (
        SELECT
            site, orderKey,
            arraySort(groupUniqArrayIf((touchedAt, touch, toString(placement), toString(variant), toString(item), position, toString(country), toString(device), toString(via)),
                isClick AND touchedAt >= clicksFrom)) AS clicks,
            arraySort(groupUniqArrayIf((touchedAt, touch, toString(placement), toString(variant), toString(item), position, toString(country), toString(device), toString(via)),
                NOT isClick AND touchedAt >= viewsFrom)) AS views
        FROM keyed
        INNER JOIN touches USING (site, key)
        WHERE touchedAt <= orderedAt
        GROUP BY site, orderKey
    ),
    credits AS
    (
        SELECT
            toString(site) AS site, act.1 AS at, toFloat64(act.3) AS value, act.4 AS currency, act.3 < 0 AS isRefund,
            multiIf(notEmpty(clicks), 'click', notEmpty(views), 'view', 'none') AS how,
            multiIf(how = 'click', clicks, how = 'view', views, [(act.1, toFixedString('', 16), '', '', '', 0, '', '', '')]) AS candidates,
            multiIf({model:String} = 'last', [candidates[-1]], {model:String} = 'first', [candidates[1]], candidates) AS chosen,
            1 / length(chosen) AS weight, touch.2 AS touch, touch.3 AS placement, touch.4 AS variant, touch.5 AS item, touch.6 AS position,
            touch.7 AS country, touch.8 AS device, touch.9 AS via
        FROM orders
        LEFT JOIN found USING (site, orderKey)
        ARRAY JOIN acts AS act
        ARRAY JOIN chosen AS touch
        WHERE act.1 >= fromUnixTimestamp64Milli({from:Int64})
    )
SELECT
    /*{columns}*/
    sumIf(weight, NOT isRefund) AS conversions,
    sumIf(weight, isRefund) AS refunds,
    sumMap(map(currency, weight * value)) AS valueByCurrency
FROM credits
/*{grouping}*/
