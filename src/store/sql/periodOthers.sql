-- The same of the other rows, whose lists periodLists counts, also by reason and currency.
SELECT
    toString(/*{step}*/) AS at0, quarter < {splitQuarter:UInt32} AS isBefore, toString(reason) AS ofReason,
    -- ISO 4217's code for none.
    if(currency = '', 'XXX', toString(currency)) AS ofCurrency,
    sum(impressions) AS shown, sum(views) AS viewed, sum(clicks) AS clicked, sumIf(clicks, late) AS clickedLate, sum(conversions) AS ordered,
    sum(events) AS happened, sumIf(events, late) AS lates, toFloat64(sum(worth)) AS paid, sumIf(conversions, currency != '') AS orderedFor, toUInt64(0) AS listsShown, toUInt64(0) AS listsClicked
FROM (/*{rows}*/)
GROUP BY at0, isBefore, ofReason, ofCurrency
