-- Sums of rolled-up rows by the asked dimensions, reason and currency.
SELECT
    /*{dimensions}*/
    reason AS ofReason, currency AS ofCurrency,
    sum(impressions) AS shown, sum(views) AS viewed, sum(clicks) AS clicked, sum(conversions) AS ordered,
    sum(events) AS happened, sumIf(events, late) AS lates, sumIf(clicks, late) AS clickedLate, sum(worth) AS paid,
    uniqExactIf(list, impressions > 0 AND list != 0 AND reason = '') AS listsShown,
    uniqExactIf(list, clicks > 0 AND list != 0 AND reason = '') AS listsClicked
FROM (/*{rows}*/)
GROUP BY /*{names}*/ reason, currency
