-- The same of the other rows, each of whose lists may stand in several, also by reason and currency.
SELECT
    toString(/*{step}*/) AS at0, quarter < {splitQuarter:UInt32} AS isBefore, toString(reason) AS ofReason,
    -- ISO 4217's code for none.
    if(currency = '', 'XXX', toString(currency)) AS ofCurrency,
    sum(impressions) AS shown, sum(views) AS viewed, sum(clicks) AS clicked, sumIf(clicks, late) AS clickedLate, sum(conversions) AS ordered,
    sum(events) AS happened, sumIf(events, late) AS lates, toFloat64(sum(worth)) AS paid, sumIf(conversions, currency != '') AS orderedFor, toUInt64(0) AS shownOnce, toUInt64(0) AS clickedOnce,
    uniqExactStateIf(list, impressions > 0 AND reason = '' AND list != 0) AS shownIn, uniqExactStateIf(list, clicks > 0 AND reason = '' AND list != 0) AS clickedIn
FROM (/*{rows}*/)
GROUP BY at0, isBefore, ofReason, ofCurrency
