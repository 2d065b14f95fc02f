-- The same of elements of the other rows, whose lists are told apart by name, together with those plain rows whose lists stand in several rows (wideLists):
-- of these the figures are in reportPlainSums already, and each of their lists was counted once for each element.
SELECT
    /*{dimensions}*/
    reason AS ofReason, currency AS ofCurrency,
    sumIf(impressions, kind != 1) AS shown, sumIf(views, kind != 1) AS viewed, sumIf(clicks, kind != 1) AS clicked, sumIf(conversions, kind != 1) AS ordered,
    sumIf(events, kind != 1) AS happened, sumIf(events, kind != 1 AND late) AS lates, sumIf(clicks, kind != 1 AND late) AS clickedLate,
    sumIf(worth, kind != 1) AS paid,
    toInt64(uniqExactIf(list, impressions > 0 AND list != 0 AND reason = '')) - toInt64(sumIf(impressions, kind = 1)) AS listsShown,
    toInt64(uniqExactIf(list, clicks > 0 AND list != 0 AND reason = '')) - toInt64(sumIf(clicks, kind = 1)) AS listsClicked
FROM (/*{cells}*/)
WHERE true /*{only}*/
GROUP BY /*{names}*/ reason, currency
