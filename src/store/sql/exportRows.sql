-- What was shown, each with what came of it as known at the cut-off: nothing that happened or was received later is in a row.
-- Clicks and views belong to the impression of the same list, item, position and outbox that counts; those of lists without an outbox to the first.
WITH
    shown AS
    (
        SELECT
            id, at, micros, receivedAt, toString(reason) AS reason, rules, late, skewed, toString(token) AS token, list, toString(placement) AS placement,
            toString(variant) AS variant, toString(item) AS item, position, seenPosition, propensity, toString(device) AS device,
            toString(engine) AS engine, toString(country) AS country, toString(route) AS route, visitor, if(/*{anyBox}*/, toFixedString('', 16), outbox) AS joinBox
        FROM events FINAL
        WHERE site = {site:String} AND type = {base:String} AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64})
            AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({to:Int64}) /*{only}*/
    ),
    -- Events with an outbox are labelled as repeats but for the first; those without are not, so their first is found here.
    firsts AS
    (
        SELECT list, item, position, joinBox, min((at, id)) AS first
        FROM shown
        WHERE reason = '' AND list != '' AND joinBox = toFixedString('', 16)
        GROUP BY list, item, position, joinBox
    ),
    outcomes AS
    (
        SELECT
            list, toString(item) AS item, position, if(/*{anyBox}*/, toFixedString('', 16), outbox) AS joinBox,
            arraySort(groupArrayIf((at, id), type = 'click' AND reason = '')) AS clickTouches,
            arraySort(groupArrayIf((at, id), type = 'view' AND reason = '')) AS viewTouches,
            groupUniqArrayIf(toString(reason), type = 'click' AND reason != '') AS clickReasons
        FROM events FINAL
        WHERE site = {site:String} AND type IN ('click', 'view') AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64})
            AND at >= fromUnixTimestamp64Milli({from:Int64} - 60000) AND at < fromUnixTimestamp64Milli(least({asOf:Int64}, {to:Int64} + {outcomeMs:Int64}))
            AND list != '' AND list IN (SELECT list FROM shown WHERE reason = '')
        GROUP BY list, item, position, joinBox
    ),
    -- What the service told when it served a list: pages know no propensities. Lists are shown within a day of being served.
    told AS
    (
        SELECT list, toString(item) AS item, position, true AS isTold, argMin(propensity, (at, id)) AS toldPropensity
        FROM events FINAL
        WHERE site = {site:String} AND type = 'served' AND {base:String} != 'served' AND reason = '' AND NOT isNaN(propensity)
            AND receivedAt < fromUnixTimestamp64Milli({asOf:Int64}) AND at >= fromUnixTimestamp64Milli({from:Int64} - 86400000)
            AND at < fromUnixTimestamp64Milli({to:Int64} + 60000) AND list != '' AND list IN (SELECT list FROM shown)
        GROUP BY list, item, position
    ),
    credited AS
    (
        SELECT touch, conversions, refunds, valueByCurrency
        FROM /*{table}*/
        WHERE touch IN (SELECT arrayJoin(arrayConcat(clickTouches, viewTouches)).2 FROM outcomes)
    ),
    earnings AS
    (
        SELECT list, item, position, joinBox, sum(conversions) AS conversions, sum(refunds) AS refunds, sumMap(valueByCurrency) AS valueByCurrency
        FROM (SELECT list, item, position, joinBox, arrayJoin(arrayConcat(clickTouches, viewTouches)).2 AS touch FROM outcomes) AS touched
        INNER JOIN credited USING (touch)
        GROUP BY list, item, position, joinBox
    ),
    joined AS
    (
        SELECT
            *,
            reason = '' AND (joinBox != toFixedString('', 16) OR first = (at, id)) AS isJoined,
            if(isJoined, arrayFilter(touch -> touch.1 <= at + toIntervalMillisecond({outcomeMs:Int64}), clickTouches), []) AS ownClicks,
            if(isJoined, arrayFilter(touch -> touch.1 <= at + toIntervalMillisecond({outcomeMs:Int64}), viewTouches), []) AS ownViews,
            if(isJoined, clickReasons, []) AS ownReasons,
            isJoined AND conversions + refunds > 0 AS isCredited
        FROM shown
        LEFT JOIN firsts USING (list, item, position, joinBox)
        LEFT JOIN outcomes USING (list, item, position, joinBox)
        LEFT JOIN earnings USING (list, item, position, joinBox)
        LEFT JOIN told USING (list, item, position)
    )
SELECT /*{columns}*/
FROM joined
ORDER BY at, id
